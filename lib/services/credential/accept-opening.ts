import type { Prisma } from "#lib/db/generated/client.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { exposureOf } from "#lib/domain/channel/exposure.ts";
import { findSillyCombinations } from "#lib/domain/tool-policy/silly-combination.ts";
import type { Actor } from "#lib/services/actor.ts";
import type { LockedTenant } from "#lib/services/gateway/lock-tenant.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { acceptCombinations } from "#lib/services/tool-policy/accept-combinations.ts";
import { answersOf, exposuresOf, toolPolicyOf } from "#lib/services/tool-policy/policy-columns.ts";

/**
 * What is stored when a change of channels gives strangers what the tenant's
 * tool policy allows: null when it gives them nothing that they didn't have.
 *
 * @throws ServiceError INVALID on `openingReason` when nobody gave a reason
 */
export function acceptOpening(
  actor: Actor,
  { gateway, decision }: Pick<LockedTenant, "gateway" | "decision">,
  channels: readonly ChannelSetting[],
  reason: string | undefined,
): Prisma.InputJsonObject | null {
  const [policy, answers] = [toolPolicyOf(gateway), answersOf(decision)];
  const before = findSillyCombinations(policy, answers, exposuresOf(gateway.channels));
  const after = findSillyCombinations(policy, answers, channels.map(exposureOf));
  const added = after.find(({ id }) => before.every((known) => known.id !== id));
  if (added === undefined) return null;
  if (reason !== undefined) return acceptCombinations(actor, after, reason, new Date());
  throw new ServiceError("INVALID", `${added.title}. ${added.why}`, {
    nextStep: added.remedy,
    fields: { openingReason: "Close the channel, or say why this risk is acceptable." },
  });
}
