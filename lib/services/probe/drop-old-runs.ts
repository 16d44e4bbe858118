import { db } from "#lib/db/db.ts";
import { deleteInBatches, mostAtOnce } from "#lib/db/delete-in-batches.ts";
import { dropOldAttempts } from "./drop-old-attempts.ts";

/**
 * How many runs a host keeps at least, most of them without their attempts.
 * Besides these stay those whose attempts count or are compared with, and one
 * that goes on. A report is a copy and names none.
 */
export const keptRuns = 100;

/** Takes away the runs beyond what is kept, and attempts that a worker left behind which ended too early. */
export async function dropOldRuns(signal: AbortSignal): Promise<number> {
  for (const { id } of await db.host.findMany({ select: { id: true } })) {
    if (!signal.aborted) await dropOldAttempts(id);
  }
  const old = await db.$queryRaw<{ id: string }[]>`
    SELECT r."id" FROM (
      SELECT "id", "status", row_number() OVER (PARTITION BY "hostId" ORDER BY "seq" DESC) AS "age"
      FROM "ProbeRun"
    ) r
    WHERE r."age" > ${keptRuns} AND r."status" NOT IN ('queued', 'running')
      AND NOT EXISTS (SELECT FROM "ProbePair" p WHERE p."runId" = r."id")
    LIMIT ${mostAtOnce}`;
  return deleteInBatches(
    old.map(({ id }) => id),
    signal,
    (batch) => db.probeRun.deleteMany({ where: { id: { in: batch } } }),
  );
}
