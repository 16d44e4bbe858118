import { setTimeout as sleep } from "node:timers/promises";
import { AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import type { Logger } from "#lib/log/logger.ts";

const firstDelayMs = 500;
const longestDelayMs = 3_000;

/**
 * Runs `work` again and again until `signal` aborts. It answers how long to
 * wait before the next time, or `done` to end. A failure is logged and waited
 * for with a growing delay; nothing is thrown.
 */
export async function untilStopped(
  name: string,
  log: Logger,
  signal: AbortSignal,
  work: () => Promise<number | "done">,
): Promise<void> {
  let delayMs = firstDelayMs;
  while (!signal.aborted) {
    let waitMs: number;
    try {
      const next = await work();
      if (next === "done") return;
      waitMs = next;
      delayMs = firstDelayMs;
    } catch (error) {
      if (signal.aborted) return;
      const cause = error instanceof AgentUnreachable ? { reason: error.message } : { err: error };
      log.warn({ ...cause, delayMs }, `${name}: trying again`);
      waitMs = delayMs;
      delayMs = Math.min(delayMs * 2, longestDelayMs);
    }
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
