import type { Tx } from "#lib/db/db.ts";
import { raiseNeighbourhood } from "#lib/services/check/raise-neighbourhood.ts";

/**
 * Takes down that a tenant's secrets are another, or may be. They lie in no
 * configuration's hash, so nothing else tells that what was measured on its
 * host counts no longer: another tenant may have the same secret from now on.
 * What came of the change is written in the same transaction.
 */
export async function secretsChanged(tx: Tx, hostId: string): Promise<void> {
  await raiseNeighbourhood(tx, hostId);
  await tx.host.update({ where: { id: hostId }, data: { secretsChangedAt: new Date() } });
}

/** The same before the host is told: it is looked at anew when it is known what came of it. */
export async function secretsAboutToChange(tx: Tx, hostId: string): Promise<void> {
  await tx.host.update({ where: { id: hostId }, data: { neighbourhood: { increment: 1 } } });
}
