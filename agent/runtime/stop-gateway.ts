import type { EmitStep } from "#agent/steps/handlers.ts";
import { createStepRunner, done, unchanged } from "#agent/steps/run-step.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type Ending, endGateway, sweepBoundary } from "./end-gateway.ts";
import { findOrphan } from "./find-orphan.ts";
import { lastLines, recordEnd, recordExit } from "./last-exit.ts";
import type { Supervision } from "./supervision.ts";

/**
 * Stops a tenant's Gateway and leaves nothing inside its boundary running.
 * Idempotent. What is desired is the caller's business, and so is the lock.
 *
 * @throws AgentFailure STOP_FAILED
 */
export async function stopGateway(
  supervision: Supervision,
  record: TenantRecord,
  emit: EmitStep,
  signal: AbortSignal,
): Promise<void> {
  const { driver, timings, context } = supervision;
  const step = createStepRunner(emit, context.now);
  const limits = `${timings.stopGraceMs / 1000} s, or ${timings.stopLimitMs / 1000} s while it still works`;

  const stopped = await step("stop", "Stop the Gateway", async (note) => {
    const recorded = record.process && driver.isRunning(record.process) ? record.process : null;
    const identity = recorded ?? findOrphan(driver, record);
    if (identity === null) {
      await recordEnd(supervision, record);
      return unchanged(record.process, "It was not running.");
    }
    note(`Asked ${driver.describe(identity).name} to stop; it is killed after ${limits}.`);
    const ending = await endGateway(supervision, record, identity, signal);
    const lines = ending.killedAfterMs === null ? [] : await lastLines(supervision, record);
    await recordExit(supervision, record, ending.exit, stopReason(ending), lines);
    return done(identity, stopReason(ending));
  });
  await step("verify-gone", "Check that none of its processes is left", async () => {
    const count = await sweepBoundary(supervision, record, stopped);
    return count === 0
      ? done(null, "None is left.")
      : done(null, `${count} ${count === 1 ? "process was" : "processes were"} left behind and killed.`);
  });
}

function stopReason({ killedAfterMs }: Ending): string {
  if (killedAfterMs === null) return "Stopped on request.";
  return `Did not stop when asked and was killed after ${Math.round(killedAfterMs / 1000)} s.`;
}
