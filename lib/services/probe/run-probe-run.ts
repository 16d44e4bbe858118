import { db } from "#lib/db/db.ts";
import type { ProbeCircumstances } from "#lib/domain/probe/circumstances.ts";
import type { Logger } from "#lib/log/logger.ts";
import { describeAgentError, isWorthWaiting } from "#lib/services/host/agent-job-error.ts";
import { localAgent } from "#lib/services/host/host-agent.ts";
import { AttemptCollector } from "./collect-attempts.ts";
import { followProgress } from "./follow-progress.ts";
import { circumstancesOfGateway, unfinishedRuns } from "./probe-run-row.ts";
import { saveProbeRun } from "./save-probe-run.ts";

/** How long a run may be silent: one source tries all its targets between two events. */
const silenceMs = 2 * 60_000;

/**
 * Lets the host try every tenant against every other and keeps what it saw.
 * Safe to run again: an ended run is left alone, one that was interrupted
 * begins anew. Cancelling hangs up, which makes the host clean up.
 *
 * @throws AgentUnreachable while the host is worth waiting for
 */
export async function runProbeRun(runId: string, log: Logger, signal: AbortSignal): Promise<void> {
  const run = await claim(runId);
  if (run === null) return;
  const collected = new AttemptCollector(run.slugs);
  const hangUp = new AbortController();
  try {
    await using _following = followProgress(run.id, collected, log, () => hangUp.abort());
    const agent = await localAgent();
    await agent.stream(
      "probes",
      {},
      (event) => {
        collected.take(event);
        if (event.type === "finished") hangUp.abort();
      },
      { signal: AbortSignal.any([signal, hangUp.signal]), timeoutMs: silenceMs },
    );
  } catch (error) {
    if (signal.aborted || isWorthWaiting(error, run.createdAt, new Date())) throw error;
    await saveProbeRun(run, collected, { status: "failed", error: describeAgentError(error) });
    log.warn({ err: error, runId }, "probe.run failed");
    return;
  }
  if (collected.finishedAt === null && signal.aborted)
    throw new Error("The web ends; another takes the run.");
  const status = collected.finishedAt === null ? "cancelled" : "done";
  await saveProbeRun(run, collected, { status });
  log.info({ runId, hostId: run.hostId, status, pairs: collected.pairs.length }, "probe.run");
}

async function claim(runId: string) {
  const run = await db.probeRun.findFirst({
    where: { id: runId, status: { in: [...unfinishedRuns] } },
    include: { host: { include: { tenants: { include: { gateway: true } } } } },
  });
  if (run === null) return null;
  const now = new Date();
  if (run.cancelRequestedAt !== null) {
    await db.probeRun.updateMany({
      where: { id: runId, status: { in: [...unfinishedRuns] } },
      data: { status: "cancelled", finishedAt: now },
    });
    return null;
  }
  const { host } = run;
  // As they are before the host tries: a change during the run must make it worthless.
  const circumstances: Record<string, ProbeCircumstances> = {};
  for (const { slug, gateway } of host.tenants) {
    if (gateway !== null) circumstances[slug] = circumstancesOfGateway(gateway);
  }
  const { count } = await db.probeRun.updateMany({
    where: { id: runId, status: { in: [...unfinishedRuns] } },
    data: {
      status: "running",
      startedAt: now,
      neighbourhood: host.neighbourhood,
      circumstances,
      progressDone: 0,
      progressTotal: null,
    },
  });
  return count === 0
    ? null
    : {
        id: run.id,
        hostId: run.hostId,
        createdAt: run.createdAt,
        slugs: new Set(Object.keys(circumstances)),
      };
}
