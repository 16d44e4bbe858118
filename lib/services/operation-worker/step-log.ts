import { Mutex } from "async-mutex";
import { db } from "#lib/db/db.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";
import { stepsOf } from "#lib/services/operation/operation-columns.ts";

/** How often steps reach the database at most, in milliseconds. */
const flushIntervalMs = 250;

/** The steps of a running operation, kept in its row as they come. */
export type StepLog = {
  /** Adds a step or replaces the one of the same id; written soon, never thrown for. */
  readonly add: (step: Step) => void;
  readonly current: () => Step[];
  /** Waits until everything added has been written or has been found unwanted. */
  readonly flush: () => Promise<void>;
};

/** @param onLost called when the row is no longer running: somebody else has ended the operation */
export function createStepLog(
  operation: { readonly id: string; readonly steps: unknown },
  onLost: () => void,
): StepLog {
  const steps = new Map(stepsOf(operation.steps).map((step) => [step.id, step]));
  let timer: NodeJS.Timeout | null = null;
  const writing = new Mutex();

  const write = async () => {
    const { count } = await db.operation.updateMany({
      where: { id: operation.id, status: "running" },
      data: { steps: [...steps.values()] },
    });
    if (count === 0) onLost();
  };
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    // A step that can't be written now is written with the next one, or when the operation ends.
    return writing.runExclusive(write).catch(() => undefined);
  };
  return {
    add: (step) => {
      steps.set(step.id, step);
      timer ??= setTimeout(flush, flushIntervalMs);
    },
    current: () => [...steps.values()],
    flush,
  };
}
