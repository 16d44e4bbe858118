export { type AcceptRiskInput, acceptRisk } from "./accept-risk.ts";
export type { AcceptanceTermsInput } from "./acceptance-terms.ts";
export { type FixMistakeInput, fixMistake } from "./fix-mistake.ts";
export { getTenantRisks } from "./get-tenant-risks.ts";
export { type RevokeAcceptanceInput, revokeAcceptance } from "./revoke-acceptance.ts";
export type { AcceptanceDto, AcceptedRiskDto, MistakeDto, RiskCounts, TenantRisksDto } from "./risk-dto.ts";
