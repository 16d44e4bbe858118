import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "#lib/launcher/terminal/launch-error.ts";
import { type Child, describeExit } from "./child.ts";

const firstDelayMs = 500;
const longestDelayMs = 30_000;
/** Whoever stayed up for this long starts again from the first delay. */
const steadyMs = 60_000;

export type SupervisedOptions = {
  readonly name: string;
  /** Returns once the child is up; throws when it didn't come up, leaving none behind. */
  readonly start: () => Promise<Child>;
  readonly report: (line: string) => void;
  /** Told the pid of each child that is up. */
  readonly onUp: (pid: number) => Promise<void>;
};

/** Something that is kept running until it is told to stop. */
export type Supervised = { stop(): Promise<void> };

/**
 * Starts a child and starts it again, later each time, whenever it ends.
 *
 * @throws what the first start throws
 */
export async function supervise(options: SupervisedOptions): Promise<Supervised> {
  const stopping = new AbortController();
  let child: Child | null = await options.start();
  await options.onUp(child.pid);

  async function keepUp(): Promise<void> {
    let delayMs = firstDelayMs;
    while (child) {
      const upSince = performance.now();
      const exit = await child.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - upSince > steadyMs) delayMs = firstDelayMs;
      options.report(`${options.name} ended (${describeExit(exit)}). Starting it again.`);
      child = await startAgain();
    }

    async function startAgain(): Promise<Child | null> {
      while (!stopping.signal.aborted) {
        await delay(delayMs, undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return null;
        delayMs = Math.min(delayMs * 2, longestDelayMs);
        try {
          const again = await options.start();
          await options.onUp(again.pid);
          options.report(`${options.name} is up again (pid ${again.pid}).`);
          return again;
        } catch (error) {
          options.report(
            `${options.name} did not come up: ${messageOf(error)} Trying again in ${delayMs / 1000} s.`,
          );
        }
      }
      return null;
    }
  }

  const ended = keepUp();
  return {
    async stop() {
      stopping.abort();
      await child?.stop();
      await ended;
      // A start that was under way when the stop came has ended with a child of its own.
      await child?.stop();
    },
  };
}
