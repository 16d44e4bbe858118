import { agentErrorOf } from "./agent-error-of.ts";
import type { EmitStep } from "./handlers.ts";

/** What a step found: `unchanged` when the host was already as asked. */
export type StepOutcome<T> = {
  readonly status: "done" | "unchanged";
  readonly detail: string | null;
  readonly value: T;
};

export function done<T>(value: T, detail: string | null = null): StepOutcome<T> {
  return { status: "done", detail, value };
}

export function unchanged<T>(value: T, detail: string | null = null): StepOutcome<T> {
  return { status: "unchanged", detail, value };
}

export type StepRunner = <T>(id: string, title: string, work: StepWork<T>) => Promise<T>;
/** `note` announces progress inside a long step: the same step again, still running, with a new detail. */
export type StepWork<T> = (note: (detail: string) => void) => Promise<StepOutcome<T>>;

/** Runs titled steps: each is announced as running and ends as done, unchanged or failed; a failure is thrown on. */
export function createStepRunner(emit: EmitStep, now: () => Date): StepRunner {
  return async (id, title, work) => {
    const announce = (status: "running" | "done" | "unchanged" | "failed", detail: string | null) =>
      emit({ id, title, status, detail, at: now().toISOString() });
    announce("running", null);
    try {
      const outcome = await work((detail) => announce("running", detail));
      announce(outcome.status, outcome.detail);
      return outcome.value;
    } catch (error) {
      announce("failed", agentErrorOf(error).message);
      throw error;
    }
  };
}
