import type { Tx } from "#lib/db/db.ts";
import { raiseNeighbourhood } from "#lib/services/check/raise-neighbourhood.ts";

/** Asks for a check of a host. Where nothing is provisioned there is nothing to look at. */
export async function lookAgain(
  tx: Tx,
  hostId: string,
  options: { readonly isChanged: boolean },
): Promise<void> {
  const tenants = await tx.tenant.count({ where: { hostId, archivedAt: null, portBlock: { isNot: null } } });
  if (tenants > 0) await raiseNeighbourhood(tx, hostId, options);
}
