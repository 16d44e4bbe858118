import { db } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { leaveHost } from "#lib/services/operation/leave-host.ts";
import { lockTenant } from "#lib/services/operation/lock-tenant.ts";
import { isUnfinished } from "#lib/services/operation/operation-row.ts";
import { alreadyBusy } from "#lib/services/operation/request-operation.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import { isLeftBehind } from "./left-behind.ts";

/**
 * Takes a tenant off the lists once nothing of it is left on its host, or when
 * its host's agent is gone and nobody can be asked to remove it: what is left
 * on that machine then stays there. Archiving it again changes nothing.
 *
 * @throws ServiceError CONFLICT while its Gateway is not removed
 */
export async function archiveTenant(actor: Actor, input: GatewayInput): Promise<{ slug: string }> {
  authorize(actor, "tenant.archive");
  const { slug } = parseInput(gatewayInput, input);
  return db.$transaction(async (tx) => {
    const tenant = await lockTenant(tx, slug);
    if (tenant.archivedAt !== null) return { slug };
    const unfinished = tenant.operations.find(isUnfinished);
    const isRemoved = tenant.gateway.desiredState === "absent" && tenant.portBlock === null;
    const isLeft = !isRemoved && isLeftBehind(tenant);
    if (isLeft && unfinished !== undefined) throw alreadyBusy(unfinished);
    if ((!isRemoved && !isLeft) || unfinished !== undefined) {
      throw new ServiceError("CONFLICT", `${tenant.name} still has a Gateway on ${tenant.host.name}.`, {
        nextStep: "Remove its Gateway first, then archive it.",
      });
    }
    if (isLeft) {
      await leaveHost(tx, tenant.id);
      await tx.gateway.update({ where: { tenantId: tenant.id }, data: { desiredState: "absent" } });
    }
    await tx.tenant.update({
      where: { id: tenant.id },
      data: { archivedAt: new Date(), version: { increment: 1 } },
    });
    await recordActivity(tx, actor, {
      action: "tenant.archive",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug, name: tenant.name, ...(isLeft && { leftOn: tenant.host.name }) },
    });
    return { slug };
  });
}
