import type { Tx } from "#lib/db/db.ts";
import { enqueueHostCheck } from "./enqueue-host-check.ts";

/**
 * Makes evidence of a host's tenants count no longer, because a tenant came,
 * went or changed its configuration, and asks for new evidence.
 *
 * @param options.isChanged false to only look again, with the old evidence still counting meanwhile
 */
export async function raiseNeighbourhood(
  tx: Tx,
  hostId: string,
  options: { readonly isChanged: boolean } = { isChanged: true },
): Promise<void> {
  if (options.isChanged) {
    await tx.host.update({ where: { id: hostId }, data: { neighbourhood: { increment: 1 } } });
  }
  await enqueueHostCheck(tx, hostId, null);
}
