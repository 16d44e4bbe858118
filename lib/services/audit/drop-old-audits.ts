import { db } from "#lib/db/db.ts";
import { deleteInBatches, mostAtOnce } from "#lib/db/delete-in-batches.ts";

/**
 * How many audits a tenant keeps at least. Besides these stays the newest that
 * finished, whose numbers are shown when later ones failed, and one that goes
 * on. A report is a copy and names none.
 */
export const keptAudits = 20;

/** Takes away the audits beyond what is kept. */
export async function dropOldAudits(signal: AbortSignal): Promise<number> {
  const old = await db.$queryRaw<{ id: string }[]>`
    SELECT a."id" FROM (
      SELECT "id", "status",
        row_number() OVER (PARTITION BY "tenantId" ORDER BY "seq" DESC) AS "age",
        row_number() OVER (PARTITION BY "tenantId", "status" ORDER BY "seq" DESC) AS "ageAmongLikes"
      FROM "AuditRun"
    ) a
    WHERE a."age" > ${keptAudits} AND a."status" NOT IN ('queued', 'running')
      AND NOT (a."status" = 'done' AND a."ageAmongLikes" = 1)
    LIMIT ${mostAtOnce}`;
  return deleteInBatches(
    old.map(({ id }) => id),
    signal,
    (batch) => db.auditRun.deleteMany({ where: { id: { in: batch } } }),
  );
}
