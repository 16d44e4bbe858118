import { db } from "#lib/db/db.ts";
import { unfinishedRuns } from "./probe-run-row.ts";

/**
 * Drops the attempts that count no longer: a host keeps those of its two newest
 * complete runs, of a newer one that did not end, and of one that goes on.
 */
export async function dropOldAttempts(hostId: string): Promise<void> {
  const newestFirst = { orderBy: { seq: "desc" }, select: { id: true, seq: true } } as const;
  const complete = await db.probeRun.findMany({ where: { hostId, status: "done" }, take: 2, ...newestFirst });
  const newest = complete[0]?.seq;
  const incomplete = await db.probeRun.findMany({
    where: {
      hostId,
      status: { in: ["failed", "cancelled"] },
      pairs: { some: {} },
      ...(newest !== undefined && { seq: { gt: newest } }),
    },
    take: 1,
    ...newestFirst,
  });
  const kept = [...complete, ...incomplete].map(({ id }) => id);
  const old = await db.probeRun.findMany({
    where: { hostId, id: { notIn: kept }, status: { notIn: [...unfinishedRuns] }, pairs: { some: {} } },
    select: { id: true },
  });
  for (const { id } of old) await db.probePair.deleteMany({ where: { runId: id } });
}
