import { z } from "zod";
import { db, type Tx } from "#lib/db/db.ts";
import { type Host, Prisma } from "#lib/db/generated/client.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { nextStamp } from "#lib/services/columns/next-stamp.ts";
import { allocatePortBlock } from "#lib/services/host/allocate-port-block.ts";
import { findHost } from "#lib/services/host/find-host.ts";
import { refreshHost } from "#lib/services/host/refresh-host.ts";
import { runtimeVersionOf } from "#lib/services/host/runtime-version.ts";
import { leaveHost } from "#lib/services/operation/leave-host.ts";
import { type LockedTenant, lockTenant } from "#lib/services/operation/lock-tenant.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { isUnfinished } from "#lib/services/operation/operation-row.ts";
import { refuseUntilSettled } from "#lib/services/operation/refuse-while-changing.ts";
import { alreadyBusy, begin } from "#lib/services/operation/request-operation.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import { isLeftBehind } from "./left-behind.ts";

export const moveTenantInput = z.strictObject({
  slug: slugReference,
  /** Where it goes. */
  hostId: z.uuid("Choose a host."),
  startAfterwards: z.boolean().default(true),
});
export type MoveTenantInput = z.input<typeof moveTenantInput>;

/**
 * Provisions a tenant anew on another host, when it has nothing on its own host
 * any more or that host's agent is gone. Nothing is brought along: its secrets
 * are entered again, and what is left on the old machine is not touched.
 *
 * @throws ServiceError CONFLICT while its own host still keeps its Gateway, or when no ports are left
 */
export async function moveTenant(actor: Actor, input: MoveTenantInput): Promise<OperationDto> {
  authorize(actor, "tenant.move");
  const { slug, hostId, startAfterwards } = parseInput(moveTenantInput, input);
  const target = await refreshHost(await findHost(db, { hostId }));
  return db.$transaction(async (tx) => {
    const tenant = await lockTenant(tx, slug);
    refuseUntilSettled(tenant);
    refuseToMove(tenant, target);
    await leaveHost(tx, tenant.id);
    await settle(tx, tenant, target);
    await recordActivity(tx, actor, {
      action: "tenant.move",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug, name: tenant.name, from: tenant.host.name, to: target.name },
    });
    return begin(tx, actor, tenant, { slug, kind: "provision", options: { startAfterwards } });
  });
}

function refuseToMove(tenant: LockedTenant, target: Host): void {
  if (tenant.archivedAt !== null) {
    throw new ServiceError("CONFLICT", `${tenant.name} is archived.`, { nextStep: "Onboard a new tenant." });
  }
  if (tenant.hostId === target.id) {
    throw new ServiceError("CONFLICT", `${tenant.name} is on ${target.name} already.`, {
      nextStep: "Choose another host.",
    });
  }
  const unfinished = tenant.operations.find(isUnfinished);
  if (unfinished !== undefined) throw alreadyBusy(unfinished);
  if (isLeftBehind(tenant) || tenant.portBlock === null) return;
  throw new ServiceError("CONFLICT", `${tenant.name} still has a Gateway on ${tenant.host.name}.`, {
    nextStep: "Remove its Gateway there first, then move it.",
  });
}

/** The tenant as one that the new host knows nothing of yet. */
async function settle(tx: Tx, tenant: LockedTenant, target: Host): Promise<void> {
  await tx.tenant.update({
    where: { id: tenant.id },
    data: { hostId: target.id, version: { increment: 1 } },
  });
  await tx.gateway.update({
    where: { tenantId: tenant.id },
    data: {
      desiredVersion: runtimeVersionOf(target, tenant.gateway.desiredVersion),
      observed: Prisma.DbNull,
      observedPhase: "absent",
      observedHash: null,
      observedVersion: null,
      observedAt: null,
      observedOrder: Prisma.DbNull,
      processChangedAt: new Date(),
      processStamp: await nextStamp(tx),
    },
  });
  await allocatePortBlock(tx, target, tenant.id);
}
