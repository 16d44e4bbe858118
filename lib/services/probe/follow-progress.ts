import { db } from "#lib/db/db.ts";
import type { Logger } from "#lib/log/logger.ts";
import type { AttemptCollector } from "./collect-attempts.ts";
import type { RunningProbes } from "./save-attempts.ts";

const intervalMs = 700;

/**
 * Writes now and then how far a run has come, and looks whether somebody
 * wants it cancelled. Stop it by disposing of it.
 */
export function followProgress(
  { id: runId, turn }: RunningProbes,
  collected: AttemptCollector,
  log: Logger,
  onCancel: () => void,
): AsyncDisposable {
  let last: Promise<void> = Promise.resolve();
  let isBusy = false;
  const look = async () => {
    const { counts, progress } = collected;
    const rows = await db.probeRun.updateManyAndReturn({
      where: { id: runId, turn, status: "running" },
      data: {
        ...(progress !== null && { progressDone: progress.done, progressTotal: progress.total }),
        proven: counts.proven,
        failed: counts.failed,
        notMeasured: counts["not-measured"],
        notApplicable: counts["not-applicable"],
      },
      select: { cancelRequestedAt: true },
    });
    // A row that is gone or has ended otherwise is nobody's wish any more either.
    if (rows[0]?.cancelRequestedAt !== null) onCancel();
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    last = look()
      .catch((error: unknown) => log.debug({ err: error, runId }, "progress could not be written"))
      .finally(() => {
        isBusy = false;
      });
  }, intervalMs);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await last;
    },
  };
}
