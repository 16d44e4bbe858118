import { mkdir } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { hungDirectory } from "./hung-work.ts";
import type { WatchOrder } from "./watchdog-thread.ts";
import { boardOn, openBoard } from "./work-board.ts";

const beatMs = 500;

export type Watchdog = { stop(): Promise<void> };

/**
 * Ends this process when its event loop hasn't turned for `limitMs`, also when
 * it hears no signal any more: a second thread watches, notes what was being
 * done in a file that only the agent can read, and kills. Whoever supervises
 * the agent starts it again, and it then leaves out what it hung in.
 *
 * @param agentDirectory 0700, the agent's own
 */
export async function startWatchdog(agentDirectory: string, limitMs = 30_000): Promise<Watchdog> {
  const directory = hungDirectory(agentDirectory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const memory = openBoard();
  const { beats } = boardOn(memory);
  const beat = setInterval(() => Atomics.add(beats, 0, 1), Math.min(beatMs, limitMs / 4));
  beat.unref();
  const order: WatchOrder = { memory, directory, limitMs };
  const thread = new Worker(new URL("./watchdog-thread.ts", import.meta.url), { workerData: order });
  thread.unref();
  return {
    async stop() {
      clearInterval(beat);
      await thread.terminate();
    },
  };
}
