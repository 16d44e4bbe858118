import { setTimeout as wait } from "node:timers/promises";
import { AgentFailure } from "#agent/agent-error.ts";
import { processesOfUid } from "#agent/proc/list-processes.ts";

const limitMs = 10_000;

/**
 * Kills every process of an OS user until none is left. Only for a user that is
 * a tenant's own.
 *
 * @returns how many there were
 * @throws AgentFailure STOP_FAILED
 */
export async function killUser(uid: number): Promise<number> {
  if (uid === 0 || uid === process.getuid?.()) throw new Error("This user is not a tenant's own.");
  const seen = new Set<number>();
  const began = performance.now();
  for (;;) {
    const left = processesOfUid(uid);
    if (left.length === 0) return seen.size;
    if (performance.now() - began > limitMs) {
      throw new AgentFailure(
        "STOP_FAILED",
        `Processes of user ${uid} could not be ended: ${left
          .map(({ pid }) => pid)
          .slice(0, 20)
          .join(", ")}.`,
        "Look at them on the host, then try again.",
        { isRetryable: true },
      );
    }
    for (const { pid } of left) {
      seen.add(pid);
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    }
    await wait(25);
  }
}
