import { db, type Tx } from "#lib/db/db.ts";
import type { RunStatus } from "#lib/db/generated/enums.ts";
import { probeIds } from "#lib/domain/probe/probes.ts";
import { endRefused } from "./breaches.ts";
import type { AttemptCollector } from "./collect-attempts.ts";
import { dropOldAttempts } from "./drop-old-attempts.ts";
import type { RunningProbes } from "./save-attempts.ts";

type Ending = {
  readonly status: Extract<RunStatus, "done" | "failed" | "cancelled">;
  readonly error?: { readonly message: string; readonly nextStep: string };
};

/**
 * Ends a run, complete or not, whose attempts were kept as they came: from here
 * on they count. What got through before and a complete run saw refused is over.
 *
 * @returns false, having changed nothing, when it has ended already or another worker has it
 */
export async function saveProbeRun(
  run: RunningProbes,
  collected: AttemptCollector,
  ending: Ending,
): Promise<boolean> {
  const isOurs = await db.$transaction(
    async (tx) => {
      if (!(await end(tx, run, collected, ending))) return false;
      if (ending.status === "done") await endRefused(tx, run);
      return true;
    },
    { timeout: 20_000 },
  );
  if (isOurs) await dropOldAttempts(run.hostId);
  return isOurs;
}

async function end(
  tx: Tx,
  run: RunningProbes,
  { counts, progress, leftOut, finishedAt }: AttemptCollector,
  { status, error }: Ending,
): Promise<boolean> {
  const { count } = await tx.probeRun.updateMany({
    where: { id: run.id, status: "running", turn: run.turn },
    data: {
      status,
      leftOut,
      probes: [...probeIds],
      proven: counts.proven,
      failed: counts.failed,
      notMeasured: counts["not-measured"],
      notApplicable: counts["not-applicable"],
      finishedAt: finishedAt ?? new Date(),
      ...(progress !== null && { progressDone: progress.done, progressTotal: progress.total }),
      ...(error !== undefined && { error }),
    },
  });
  return count > 0;
}
