import { db, type Tx } from "#lib/db/db.ts";
import type { Actor } from "#lib/services/actor.ts";
import type { OperationOptions } from "#lib/services/operation/operation-columns.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { isUnfinished } from "#lib/services/operation/operation-row.ts";
import { type LockedTenant, lockTenant } from "./lock-tenant.ts";
import { refuseWhileChanging } from "./refuse-while-changing.ts";
import { alreadyBusy, begin, refuseWrongPhase } from "./request-operation.ts";

/**
 * Changes what a tenant's configuration is made from, and begins the operation
 * that brings it to the host: both or neither. Unlike a start or a stop it never
 * joins an operation that is under way, which may have begun without the change.
 *
 * @throws ServiceError NOT_FOUND, or CONFLICT while another operation is unfinished or the phase forbids it
 */
export async function requestConfiguration(
  actor: Actor,
  slug: string,
  change: (tx: Tx, tenant: LockedTenant) => Promise<void>,
  options: Partial<OperationOptions> = {},
): Promise<OperationDto> {
  return db.$transaction(async (tx) => {
    const tenant = await lockTenant(tx, slug);
    refuseWhileChanging(tenant);
    const unfinished = tenant.operations.find(isUnfinished);
    if (unfinished !== undefined) throw alreadyBusy(unfinished);
    refuseWrongPhase(tenant, "configure");
    await change(tx, tenant);
    return begin(tx, actor, tenant, { slug, kind: "configure", options });
  });
}
