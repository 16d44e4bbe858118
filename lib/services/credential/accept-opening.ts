import type { Tx } from "#lib/db/db.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { addedRisks, findPolicyRisks, namedExposureOf } from "#lib/domain/risk/policy-risks.ts";
import type { Actor } from "#lib/services/actor.ts";
import { answersOf, exposuresOf, toolPolicyOf } from "#lib/services/columns/policy-columns.ts";
import type { LockedTenant } from "#lib/services/operation/lock-tenant.ts";
import { acceptPolicyRisks, type PolicyAcceptance } from "#lib/services/tool-policy/accept-policy-risks.ts";

/**
 * Sees to it that a change of channels gives strangers what the tenant's tool
 * policy allows only when somebody answers for what it adds.
 *
 * @throws ServiceError INVALID on `opening.reason` when nobody gave a reason, CONFLICT when it adds more than was on screen
 */
export async function acceptOpening(
  tx: Tx,
  actor: Actor,
  tenant: LockedTenant,
  channels: readonly ChannelSetting[],
  opening: PolicyAcceptance | undefined,
): Promise<void> {
  const { gateway, decision } = tenant;
  const [policy, answers] = [toolPolicyOf(gateway), answersOf(decision)];
  const named = channels.map(namedExposureOf);
  const before = findPolicyRisks(policy, answers, exposuresOf(gateway.channels));
  const risks = addedRisks(before, findPolicyRisks(policy, answers, named));
  const at = { field: "opening", wayOut: "Close the channel" };
  await acceptPolicyRisks(tx, actor, tenant, { risks, channels: named }, opening, at);
}
