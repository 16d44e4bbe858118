import { db } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/gateway/gateway-input.ts";
import { lockTenant } from "#lib/services/gateway/lock-tenant.ts";
import { isUnfinished } from "#lib/services/operation/operation-row.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";

/**
 * Takes a tenant off the lists once nothing of it is left on its host.
 * Archiving it again changes nothing.
 *
 * @throws ServiceError CONFLICT while its Gateway is not removed
 */
export async function archiveTenant(actor: Actor, input: GatewayInput): Promise<{ slug: string }> {
  authorize(actor, "tenant.archive");
  const { slug } = parseInput(gatewayInput, input);
  return db.$transaction(async (tx) => {
    const tenant = await lockTenant(tx, slug);
    if (tenant.archivedAt !== null) return { slug };
    const isGone = tenant.gateway.desiredState === "absent" && !tenant.operations.some(isUnfinished);
    if (!isGone || tenant.portBlock !== null) {
      throw new ServiceError("CONFLICT", `${tenant.name} still has a Gateway on ${tenant.host.name}.`, {
        nextStep: "Remove its Gateway first, then archive it.",
      });
    }
    await tx.tenant.update({
      where: { id: tenant.id },
      data: { archivedAt: new Date(), version: { increment: 1 } },
    });
    await recordActivity(tx, actor, {
      action: "tenant.archive",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug, name: tenant.name },
    });
    return { slug };
  });
}
