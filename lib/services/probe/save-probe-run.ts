import { db, type Tx } from "#lib/db/db.ts";
import type { RunStatus } from "#lib/db/generated/enums.ts";
import { judgePair } from "#lib/domain/probe/judge-pair.ts";
import { writeMarks } from "#lib/domain/probe/marks.ts";
import { probeIds } from "#lib/domain/probe/probe.ts";
import { verdictToColumn } from "#lib/services/check/verdict-column.ts";
import type { AttemptCollector, CollectedPair } from "./collect-attempts.ts";

export type RunningProbes = { readonly id: string; readonly hostId: string };
type Ending = {
  readonly status: Extract<RunStatus, "done" | "failed" | "cancelled">;
  readonly error?: { readonly message: string; readonly nextStep: string };
};

/** Rows of one insert; each holds some 20 KB of attempts. */
const rowsAtOnce = 100;

/**
 * Ends a run and keeps what it saw, complete or not; nothing when it has ended
 * already. Attempts of older runs are dropped: a host keeps those of its two
 * newest complete runs and of a newer one that did not end.
 */
export async function saveProbeRun(
  run: RunningProbes,
  collected: AttemptCollector,
  ending: Ending,
): Promise<void> {
  const { counts, progress } = collected;
  await db.$transaction(
    async (tx) => {
      const { count } = await tx.probeRun.updateMany({
        where: { id: run.id, status: "running" },
        data: {
          status: ending.status,
          probes: [...probeIds],
          leftOut: collected.leftOut,
          proven: counts.proven,
          failed: counts.failed,
          notMeasured: counts["not-measured"],
          finishedAt: collected.finishedAt ?? new Date(),
          ...(progress !== null && { progressDone: progress.done, progressTotal: progress.total }),
          ...(ending.error !== undefined && { error: ending.error }),
        },
      });
      if (count === 0) return;
      const { pairs } = collected;
      for (let at = 0; at < pairs.length; at += rowsAtOnce) {
        await tx.probePair.createMany({
          data: pairs.slice(at, at + rowsAtOnce).map((pair) => ({ runId: run.id, ...columnsOf(pair) })),
        });
      }
      await dropOldAttempts(tx, run.hostId);
    },
    { timeout: 60_000 },
  );
}

function columnsOf({ source, target, attempts }: CollectedPair) {
  const verdicts = new Map([...attempts].map(([probe, { verdict }]) => [probe, verdict] as const));
  return {
    source,
    target,
    verdict: verdictToColumn(judgePair(verdicts)),
    marks: writeMarks(probeIds, verdicts),
    attempts: [...attempts.values()],
  };
}

async function dropOldAttempts(tx: Tx, hostId: string): Promise<void> {
  const newestFirst = { orderBy: { createdAt: "desc" }, select: { id: true, createdAt: true } } as const;
  const complete = await tx.probeRun.findMany({ where: { hostId, status: "done" }, take: 2, ...newestFirst });
  const newest = complete[0]?.createdAt;
  const incomplete = await tx.probeRun.findMany({
    where: {
      hostId,
      status: { in: ["failed", "cancelled"] },
      pairs: { some: {} },
      ...(newest !== undefined && { createdAt: { gt: newest } }),
    },
    take: 1,
    ...newestFirst,
  });
  const kept = [...complete, ...incomplete].map(({ id }) => id);
  await tx.probePair.deleteMany({ where: { run: { hostId }, runId: { notIn: kept } } });
}
