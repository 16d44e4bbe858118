import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { NamedExposure, PolicyRisk } from "#lib/domain/risk/policy-risks.ts";
import type { BoundaryAnswers } from "#lib/domain/tenant/decision.ts";
import type { PolicyDifference } from "#lib/domain/tool-policy/compare-tools.ts";
import type { ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import type { PresetRecommendation } from "#lib/domain/tool-policy/recommend-preset.ts";
import type { PolicyReading } from "#lib/host-agent/contract/policy.ts";
import type { AcceptanceDto } from "#lib/services/acceptance/acceptance-dto.ts";

export type PolicyRiskDto = PolicyRisk & {
  readonly verdict: Extract<Verdict, "failed" | "accepted">;
  /** Newest first. */
  readonly acceptances: readonly AcceptanceDto[];
};

/** What a tenant's agent should be able to do, and what its running Gateway says that it can. */
export type TenantToolsDto = {
  readonly policy: ToolPolicy;
  /** Null where onboarding's answers can't be read. */
  readonly recommendation: PresetRecommendation | null;
  /** What the policy gives to those who should not have it, and who answers for that. */
  readonly risks: readonly PolicyRiskDto[];
  readonly hasOpenAiApi: boolean;
  /** The Gateway's first port; null once the tenant is removed from its host. */
  readonly port: number | null;
  readonly reading: PolicyReading;
  /** Where the Gateway differs from the policy; null while it could not be read. */
  readonly differences: readonly PolicyDifference[] | null;
  /** What a combination is judged by before it is chosen. */
  readonly answers: BoundaryAnswers | null;
  readonly channels: readonly NamedExposure[];
};
