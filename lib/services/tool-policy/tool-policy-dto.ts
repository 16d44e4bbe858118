import type { BoundaryAnswers } from "#lib/domain/tenant/decision.ts";
import type { PolicyDifference } from "#lib/domain/tool-policy/compare-tools.ts";
import type { ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import type { PresetRecommendation } from "#lib/domain/tool-policy/recommend-preset.ts";
import type { ChannelExposure } from "#lib/domain/tool-policy/silly-combination.ts";
import type { PolicyReading } from "#lib/host-agent/contract/policy.ts";
import type { AcceptedPolicyRisk } from "./policy-columns.ts";

/** What a tenant's agent should be able to do, and what its running Gateway says that it can. */
export type TenantToolsDto = {
  readonly policy: ToolPolicy;
  /** Null where onboarding's answers can't be read. */
  readonly recommendation: PresetRecommendation | null;
  readonly acceptedRisk: AcceptedPolicyRisk | null;
  readonly hasOpenAiApi: boolean;
  /** The Gateway's first port; null once the tenant is removed from its host. */
  readonly port: number | null;
  readonly reading: PolicyReading;
  /** Where the Gateway differs from the policy; null while it could not be read. */
  readonly differences: readonly PolicyDifference[] | null;
  /** What a combination is judged by before it is chosen. */
  readonly answers: BoundaryAnswers | null;
  readonly channels: readonly ChannelExposure[];
};
