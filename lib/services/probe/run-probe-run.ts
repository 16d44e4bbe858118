import { anySignal } from "#lib/abort/any-signal.ts";
import { describeAgentError, isWorthWaiting } from "#lib/agent-calls/agent-job-error.ts";
import { agentOf } from "#lib/agent-calls/agent-of.ts";
import type { Logger } from "#lib/log/logger.ts";
import { claimProbeRun } from "./claim-probe-run.ts";
import { AttemptCollector, type SourceAttempts } from "./collect-attempts.ts";
import { followProgress } from "./follow-progress.ts";
import { saveAttempts } from "./save-attempts.ts";
import { saveProbeRun } from "./save-probe-run.ts";

/** How long a run may be silent: one source tries all its targets between two events. */
const silenceMs = 2 * 60_000;

/**
 * Lets the host try every tenant against every other and keeps what it saw,
 * source by source; it counts once the run has ended. Safe to run again: an
 * ended run is left alone, one that was interrupted begins anew without what
 * was kept of it. Cancelling hangs up, which makes the host clean up.
 *
 * @throws AgentUnreachable while the host is worth waiting for
 */
export async function runProbeRun(runId: string, log: Logger, signal: AbortSignal): Promise<void> {
  const run = await claimProbeRun(runId);
  if (run === null) return;
  const collected = new AttemptCollector(run.slugs);
  const hangUp = new AbortController();
  const keep = async (sources: readonly SourceAttempts[]) => {
    for (const source of sources) {
      if (!(await saveAttempts(run, source))) hangUp.abort();
    }
  };
  try {
    await using _following = followProgress(run, collected, log, () => hangUp.abort());
    const agent = await agentOf(run.hostId);
    await agent.stream(
      "probes",
      {},
      async (event) => {
        await keep(collected.take(event));
        if (event.type === "finished") hangUp.abort();
      },
      { signal: anySignal([signal, hangUp.signal]), timeoutMs: silenceMs },
    );
  } catch (error) {
    if (signal.aborted || isWorthWaiting(error, run.createdAt, new Date())) throw error;
    await keep(collected.handOver());
    await saveProbeRun(run, collected, { status: "failed", error: describeAgentError(error) });
    log.warn({ err: error, runId }, "probe.run failed");
    return;
  }
  if (collected.finishedAt === null && signal.aborted)
    throw new Error("The web ends; another takes the run.");
  const status = collected.finishedAt === null ? "cancelled" : "done";
  await keep(collected.handOver());
  const isOurs = await saveProbeRun(run, collected, { status });
  if (isOurs) log.info({ runId, hostId: run.hostId, status, pairs: collected.pairs }, "probe.run");
}
