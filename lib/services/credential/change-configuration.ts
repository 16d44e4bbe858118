import type { Tx } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { type LockedTenant, lockTenant } from "#lib/services/operation/lock-tenant.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { isUnfinished, operationInclude, toOperationDto } from "#lib/services/operation/operation-row.ts";
import { refuseUntilSettled } from "#lib/services/operation/refuse-while-changing.ts";
import { alreadyBusy, begin, refuseWrongPhase } from "#lib/services/operation/request-operation.ts";
import { ServiceError } from "#lib/services/service-error.ts";

/**
 * Loads a tenant whose configuration may be changed now, and holds it until the
 * transaction ends.
 *
 * @throws ServiceError NOT_FOUND; CONFLICT when an operation runs or the phase forbids it
 */
export async function lockForConfiguration(tx: Tx, slug: string): Promise<LockedTenant> {
  const tenant = await lockTenant(tx, slug);
  if (tenant.archivedAt !== null || tenant.gateway.desiredState === "absent") {
    throw new ServiceError("CONFLICT", `${tenant.name} is removed from its host.`, {
      nextStep: "Provision it again first.",
    });
  }
  refuseUntilSettled(tenant);
  const unfinished = tenant.operations.find(isUnfinished);
  if (unfinished !== undefined && !isOpenForConfiguration(tenant)) throw alreadyBusy(unfinished);
  refuseWrongPhase(tenant, "configure");
  return tenant;
}

/** True unless an operation is under way. One that waits to configure reads what is wanted when it begins. */
export function isOpenForConfiguration({ operations }: LockedTenant): boolean {
  return operations
    .filter(isUnfinished)
    .every(({ kind, status }) => kind === "configure" && status === "queued");
}

/** Has the host take what the tenant's row now asks for; answers with the operation that waits to, if one does. */
export async function beginConfiguration(tx: Tx, actor: Actor, tenant: LockedTenant): Promise<OperationDto> {
  authorize(actor, "gateway.configure");
  const waiting = await tx.operation.findFirst({
    where: { tenantId: tenant.id, kind: "configure", status: "queued" },
    include: operationInclude,
  });
  if (waiting !== null) return toOperationDto(tx, waiting);
  return begin(tx, actor, tenant, { slug: tenant.slug, kind: "configure" });
}
