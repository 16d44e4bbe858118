import { db, type Tx } from "#lib/db/db.ts";

/**
 * A number above all that were given out before. What was looked at with a
 * smaller one was looked at earlier, whatever the clocks of two machines say.
 */
export async function nextStamp(tx: Tx = db): Promise<number> {
  const [row] = await tx.$queryRaw<{ stamp: number }[]>`SELECT nextval('"Stamp"')::int AS "stamp"`;
  if (row === undefined) throw new Error("The database gave out no stamp.");
  return row.stamp;
}
