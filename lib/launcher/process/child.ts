import type { ChildProcess } from "node:child_process";

/** How a child ended. */
export type ChildExit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A child process that is up. */
export type Child = {
  readonly pid: number;
  /** Settles once it has ended, however that came. */
  readonly exited: Promise<ChildExit>;
  /** Asks it to stop, waits, and kills it when it doesn't. Safe to repeat. */
  stop(): Promise<void>;
};

/** "exit code 1" or "killed by SIGKILL". */
export function describeExit(exit: ChildExit): string {
  return exit.signal === null ? `exit code ${exit.code}` : `killed by ${exit.signal}`;
}

export function exitOf(child: ChildProcess): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    // A program that could not be started at all never exits.
    child.once("error", () => resolve({ code: null, signal: null }));
  });
}

/**
 * Wraps a spawned process. `stopSignal` asks; after `patienceMs` it is killed.
 *
 * Our own, because what is kept up writes into an open file and is asked by a signal of its own choice,
 * which is as long in execa and brings a dozen packages into a program that runs as root.
 */
export function asChild(
  child: ChildProcess,
  exited: Promise<ChildExit>,
  stopSignal: NodeJS.Signals,
  patienceMs: number,
): Child {
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? 0,
    exited,
    async stop() {
      if (isOver() || child.pid === undefined) return;
      child.kill(stopSignal);
      const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
