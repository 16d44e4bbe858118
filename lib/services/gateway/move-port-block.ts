import type { Tx } from "#lib/db/db.ts";
import { allocatePortBlock } from "#lib/services/host/allocate-port-block.ts";
import type { LockedTenant } from "#lib/services/operation/lock-tenant.ts";

/** Gives a tenant whose provisioning met a foreign port another block. */
export async function movePortBlock(tx: Tx, tenant: LockedTenant): Promise<void> {
  const taken = tenant.portBlock?.base;
  await tx.portBlock.deleteMany({ where: { tenantId: tenant.id } });
  await allocatePortBlock(tx, tenant.host, tenant.id, taken === undefined ? [] : [taken]);
}
