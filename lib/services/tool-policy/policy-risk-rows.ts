import type { RiskAcceptance } from "#lib/db/generated/client.ts";
import { isAccepted } from "#lib/domain/risk/acceptance.ts";
import { findPolicyRisks } from "#lib/domain/risk/policy-risks.ts";
import { acceptancesOf, toAcceptanceDtos } from "#lib/services/acceptance/acceptance-row.ts";
import { answersOf, exposuresOf, toolPolicyOf } from "#lib/services/columns/policy-columns.ts";
import type { PolicyRiskDto } from "./tool-policy-dto.ts";

type Tenant = { readonly decision: unknown; readonly accepted: readonly RiskAcceptance[] };
type Gateway = {
  readonly toolPolicy: unknown;
  readonly hasPowerfulTools: boolean;
  readonly channels: unknown;
};

/** What a tenant's policy gives to those who should not have it now, and who answers for that. */
export function policyRisksOf({ decision, accepted }: Tenant, gateway: Gateway, now: Date): PolicyRiskDto[] {
  const channels = exposuresOf(gateway.channels);
  return findPolicyRisks(toolPolicyOf(gateway), answersOf(decision), channels).map((risk) => {
    const rows = acceptancesOf(accepted, "policy", risk.id);
    return {
      ...risk,
      verdict: isAccepted(risk.faults, rows, now) ? "accepted" : "failed",
      acceptances: toAcceptanceDtos(rows, risk.faults, now),
    };
  });
}
