import type { Tx } from "#lib/db/db.ts";
import { type LockedTenant, lockTenant } from "#lib/services/operation/lock-tenant.ts";
import { isUnfinished } from "#lib/services/operation/operation-row.ts";
import { refuseUntilSettled } from "#lib/services/operation/refuse-while-changing.ts";
import { alreadyBusy } from "#lib/services/operation/request-operation.ts";

/**
 * Loads a tenant on which nothing is under way, and holds it until the
 * transaction ends.
 *
 * @throws ServiceError NOT_FOUND; CONFLICT while an operation is unfinished or it is not known what came of a change
 */
export async function lockIdle(tx: Tx, slug: string): Promise<LockedTenant> {
  const tenant = await lockTenant(tx, slug);
  const unfinished = tenant.operations.find(isUnfinished);
  if (unfinished !== undefined) throw alreadyBusy(unfinished);
  refuseUntilSettled(tenant);
  return tenant;
}
