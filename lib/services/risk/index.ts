export type { AcceptanceDto } from "#lib/services/acceptance/acceptance-dto.ts";
export type { MistakeCounts, MistakeDto } from "#lib/services/mistake/mistake-dto.ts";
export { type AcceptRiskInput, acceptRisk } from "./accept-risk.ts";
export { type FixMistakeInput, fixMistake } from "./fix-mistake.ts";
export { getTenantRisks } from "./get-tenant-risks.ts";
export { type RevokeAcceptanceInput, revokeAcceptance } from "./revoke-acceptance.ts";
export type { AcceptedRiskDto, TenantRisksDto } from "./risk-dto.ts";
