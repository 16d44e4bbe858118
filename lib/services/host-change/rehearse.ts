import type { Tx } from "#lib/db/db.ts";

/**
 * Does work and takes it back. What it refuses is refused before a host was
 * touched. Advisory locks that the work takes are given back with it.
 */
export async function rehearse(tx: Tx, work: () => Promise<unknown>): Promise<void> {
  await tx.$executeRaw`SAVEPOINT rehearsal`;
  await work();
  await tx.$executeRaw`ROLLBACK TO SAVEPOINT rehearsal`;
}
