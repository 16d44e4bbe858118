import { db } from "#lib/db/db.ts";
import { deleteInBatches, mostAtOnce } from "#lib/db/delete-in-batches.ts";

/**
 * How many operations a tenant keeps at least. Besides these stay unfinished
 * ones; of each kind the newest that went well, which says what the tenant is
 * now; and its first start, which counts as a change where later ones don't
 * (see `queueDueProbeRuns`). The activity tells of all of them.
 */
export const keptOperations = 100;

/** Takes away the operations beyond what is kept. */
export async function dropOldOperations(signal: AbortSignal): Promise<number> {
  const old = await db.$queryRaw<{ id: string }[]>`
    SELECT o."id" FROM (
      SELECT "id", "kind", "status",
        row_number() OVER (PARTITION BY "tenantId" ORDER BY "seq" DESC) AS "age",
        row_number() OVER (likes ORDER BY "finishedAt" DESC, "id" DESC) AS "fromLast",
        row_number() OVER (likes ORDER BY "finishedAt", "id") AS "fromFirst"
      FROM "Operation"
      WINDOW likes AS (PARTITION BY "tenantId", "kind", "status")
    ) o
    WHERE o."age" > ${keptOperations} AND o."status" NOT IN ('queued', 'running')
      AND NOT (o."status" = 'done' AND (o."fromLast" = 1 OR (o."kind" = 'start' AND o."fromFirst" = 1)))
    LIMIT ${mostAtOnce}`;
  return deleteInBatches(
    old.map(({ id }) => id),
    signal,
    (batch) => db.operation.deleteMany({ where: { id: { in: batch } } }),
  );
}
