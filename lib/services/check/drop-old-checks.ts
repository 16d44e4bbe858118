import { db } from "#lib/db/db.ts";
import { deleteInBatches, mostAtOnce } from "#lib/db/delete-in-batches.ts";

/**
 * How many checks a host keeps at least: some weeks of a busy one. Besides
 * these stay those that go on, and those from which evidence, verdicts of rules
 * or open findings come that count now. A report is a copy and names none.
 */
export const keptChecks = 200;

/** Takes away the checks beyond what is kept. */
export async function dropOldChecks(signal: AbortSignal): Promise<number> {
  const old = await db.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM (
      SELECT "id", "status", row_number() OVER (PARTITION BY "hostId" ORDER BY "seq" DESC) AS "age"
      FROM "HostCheck"
    ) c
    WHERE c."age" > ${keptChecks} AND c."status" NOT IN ('queued', 'running')
      AND NOT EXISTS (SELECT FROM "ItemEvidence" e WHERE e."checkId" = c."id")
      AND NOT EXISTS (SELECT FROM "MistakeCheck" m WHERE m."checkId" = c."id")
      AND NOT EXISTS (SELECT FROM "Finding" f WHERE f."checkId" = c."id" AND f."resolvedAt" IS NULL)
    LIMIT ${mostAtOnce}`;
  return deleteInBatches(
    old.map(({ id }) => id),
    signal,
    (batch) => db.hostCheck.deleteMany({ where: { id: { in: batch } } }),
  );
}
