import { z } from "zod";
import { findPolicyRisks } from "#lib/domain/risk/policy-risks.ts";
import { isPowerful, isSamePolicy, toolPolicySchema } from "#lib/domain/tool-policy/policy.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { answersOf, exposuresOf, toolPolicyOf } from "#lib/services/columns/policy-columns.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { requestConfiguration } from "#lib/services/operation/request-configuration.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import { acceptPolicyRisks, policyAcceptanceSchema } from "./accept-policy-risks.ts";

export const changeToolPolicyInput = z.strictObject({
  slug: slugReference,
  /** The policy that was on screen when this one was chosen. */
  seen: toolPolicySchema,
  policy: toolPolicySchema,
  /** Why a combination that gives too much is acceptable; needed only for one. */
  acceptance: policyAcceptanceSchema.optional(),
});
export type ChangeToolPolicyInput = z.input<typeof changeToolPolicyInput>;

/**
 * Chooses what a tenant's agent can do, and begins to bring it to its Gateway.
 * What was accepted of the policy before goes with it.
 *
 * @throws ServiceError INVALID for a combination that nobody accepted, CONFLICT when somebody chose another policy since
 */
export async function changeToolPolicy(actor: Actor, input: ChangeToolPolicyInput): Promise<OperationDto> {
  authorize(actor, "policy.change");
  const { slug, seen, policy, acceptance } = parseInput(changeToolPolicyInput, input);
  return requestConfiguration(actor, slug, async (tx, tenant) => {
    if (!isSamePolicy(toolPolicyOf(tenant.gateway), seen)) throw changedSince();
    const channels = exposuresOf(tenant.gateway.channels);
    const risks = findPolicyRisks(policy, answersOf(tenant.decision), channels);
    await tx.riskAcceptance.updateMany({
      where: { tenantId: tenant.id, kind: "policy", revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const at = { field: "acceptance", wayOut: "Choose another policy" };
    await acceptPolicyRisks(tx, actor, tenant, { risks, channels }, acceptance, at);
    await tx.gateway.update({
      where: { tenantId: tenant.id },
      data: { toolPolicy: policy, hasPowerfulTools: isPowerful(policy) },
    });
    const about = { tenantId: tenant.id, clientId: tenant.clientId };
    const details = { slug, preset: policy.preset, before: seen.preset };
    await recordActivity(tx, actor, { action: "policy.change", ...about, details });
  });
}

function changedSince(): ServiceError {
  return new ServiceError("CONFLICT", "Somebody else has changed this tenant's policy since you opened it.", {
    nextStep: "Look at the policy it has now, then choose again.",
  });
}
