import { listListeners } from "#agent/proc/list-listeners.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { pollUntil } from "#agent/system/poll-until.ts";
import type { GatewayHandle } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { ProcessExit } from "./exit-reason.ts";
import { lookAtHealth } from "./gateway-health.ts";
import { exitOf } from "./last-exit.ts";
import type { Supervision } from "./supervision.ts";

export type Ending = {
  readonly exit: ProcessExit;
  /** Null when it ended by itself after being asked. */
  readonly killedAfterMs: number | null;
};

/**
 * Ends a Gateway: asks, waits, then kills. Settles only when its process is gone.
 *
 * @throws AgentFailure STOP_FAILED when even SIGKILL did not end it; the signal's reason when it aborts
 */
export async function endGateway(
  supervision: Supervision,
  record: TenantRecord,
  identity: GatewayHandle,
  signal: AbortSignal,
): Promise<Ending> {
  const { driver, timings } = supervision;
  const startedMs = performance.now();
  const elapsedMs = () => Math.round(performance.now() - startedMs);
  driver.signal(identity, "SIGTERM");
  const outcome = await pollUntil(
    async () => {
      if (!driver.isRunning(identity)) return "gone";
      if (elapsedMs() >= timings.stopLimitMs) return "kill";
      // While it still answers it is finishing work; a closed port means it hangs.
      return elapsedMs() >= timings.stopGraceMs && !(await isAnswering()) ? "kill" : null;
    },
    { pollMs: timings.pollMs, signal },
  );
  const killedAfterMs = outcome === "kill" ? elapsedMs() : null;
  if (killedAfterMs !== null) await killGateway(supervision, record, identity);
  return { exit: await exitOf(supervision, record, identity), killedAfterMs };

  async function isAnswering(): Promise<boolean> {
    const listeners = await listListeners();
    const question = { port: record.basePort, gateway: identity, listeners };
    return (await lookAtHealth({ ...question, timeoutMs: timings.requestTimeoutMs })).health.isLive;
  }
}

/**
 * Kills a Gateway's process group at once and waits until its process is gone.
 *
 * @throws AgentFailure STOP_FAILED
 */
export async function killGateway(
  { driver, timings }: Supervision,
  record: TenantRecord,
  identity: GatewayHandle,
): Promise<void> {
  driver.signal(identity, "SIGKILL");
  await untilGone(() => driver.isRunning(identity), timings).catch(() => {
    throw stopFailed(record, [driver.describe(identity).name]);
  });
}

/**
 * Kills whatever is left inside the tenant's boundary: helpers, browsers,
 * shells, the wrapper that made its view and what forwards into its network.
 * Answers how many there were, the last two, which are the agent's own, not
 * counted.
 *
 * @param identity the Gateway that was ended; null when none is known
 * @throws AgentFailure STOP_FAILED when some could not be ended
 */
export async function sweepBoundary(
  { driver, timings }: Supervision,
  record: TenantRecord,
  identity: GatewayHandle | null,
): Promise<number> {
  const seen = new Set<number>();
  const killAll = () => {
    const left = driver.members(record, identity);
    for (const member of left) {
      if (member.uid === record.uid) seen.add(member.pid);
      driver.killMember(member);
    }
    return left.length > 0;
  };
  await untilGone(killAll, timings).catch(() => {
    const left = driver.members(record, identity).map(({ pid }) => `process ${pid}`);
    throw stopFailed(record, left);
  });
  await driver.shut(record);
  return seen.size;
}

async function untilGone(
  isThere: () => boolean,
  { pollMs, killLimitMs }: Pick<Supervision["timings"], "pollMs" | "killLimitMs">,
): Promise<void> {
  await pollUntil(() => (isThere() ? null : true), {
    pollMs: Math.min(pollMs, 50),
    signal: AbortSignal.timeout(killLimitMs),
  });
}

function stopFailed(record: TenantRecord, names: readonly string[]): AgentFailure {
  return new AgentFailure(
    "STOP_FAILED",
    `Processes of "${record.slug}" could not be ended, not even by SIGKILL: ${names.slice(0, 20).join(", ")}.`,
    "Look at them on the host; a process waiting for a broken disk or network mount can't be killed.",
    { isRetryable: true },
  );
}
