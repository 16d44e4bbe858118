import type { Step } from "#lib/host-agent/contract/step.ts";
import { reachHostStepId } from "#lib/services/operation/operation-columns.ts";
import type { StepLog } from "./step-log.ts";

/** Shows in an operation that its host can't be reached. @returns since when, however often it was tried */
export async function showHostAway(steps: StepLog, hostName: string, cause: Error): Promise<Date> {
  const at = waitingStep(steps)?.at ?? new Date().toISOString();
  steps.add({
    id: reachHostStepId,
    title: "Reach the host",
    status: "running",
    detail: `${hostName} can't be reached; trying again. ${cause.message}`,
    at,
  });
  await steps.flush();
  return new Date(at);
}

/** The host answers: whatever it was waited for before is over. */
export function showHostReached(steps: StepLog): void {
  const waiting = waitingStep(steps);
  if (waiting !== undefined) steps.add({ ...waiting, status: "done", detail: null });
}

export function isHostAwaited(steps: StepLog): boolean {
  return waitingStep(steps) !== undefined;
}

function waitingStep(steps: StepLog): Step | undefined {
  return steps.current().find(({ id, status }) => id === reachHostStepId && status === "running");
}
