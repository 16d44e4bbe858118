import { env } from "#lib/env/env.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue, jobQueue } from "#lib/queue/job-queue.ts";
import { runAudit } from "#lib/services/audit/run-audit.ts";
import { settleChanges } from "#lib/services/change-worker/settle-changes.ts";
import { runHostCheck } from "#lib/services/check/run-host-check.ts";
import { runOperation } from "#lib/services/operation-worker/run-operation.ts";
import { queueDueProbeRuns } from "#lib/services/probe/queue-due-runs.ts";
import { runProbeRun } from "#lib/services/probe/run-probe-run.ts";
import { runSelfTest } from "#lib/services/self-test/run-self-test.ts";
import { meetLocalHost } from "./meet-local-host.ts";
import { resumeUnfinished } from "./resume-unfinished.ts";
import { runRetention } from "./run-retention.ts";
import { untilStopped } from "./until-stopped.ts";
import { watchHosts } from "./watch-hosts.ts";
import { workQueue } from "./work-queue.ts";

/** How often rows that no job works on are looked for, in milliseconds. */
const resumeIntervalMs = 30_000;

/** How often changes are looked for of which nobody knows what came of them, in milliseconds. */
const settleIntervalMs = 3_000;

/** How often it is looked whether attempts are due, in milliseconds. */
const dueIntervalMs = 20_000;

export type Jobs = {
  /** Hands work under way back and closes the connections. Safe to repeat. */
  readonly stop: () => Promise<void>;
};

/**
 * Takes jobs, watches the hosts and picks up what a process that died left
 * behind. Several processes may run it, webs and workers: each job goes to one
 * of them, and the watch of a host is held by one.
 */
export function startJobs(): Jobs {
  const log = createLogger("jobs", env().logLevel);
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = [
    // Each goes on trying by itself: Postgres may be restarted, or come later than the web.
    untilStopped("take jobs", log, signal, async () => {
      const boss = await jobQueue();
      // Real Gateways need most of a core each to start, and the agent staggers them anyway.
      await workQueue(boss, "gateway-operation", 4, ({ operationId }) =>
        runOperation(operationId, log, signal),
      );
      await workQueue(boss, "host-check", 1, ({ checkId }) => runHostCheck(checkId, log, signal));
      await workQueue(boss, "audit", 2, ({ auditId }) => runAudit(auditId, log, signal));
      await workQueue(boss, "probe-run", 1, ({ runId }) => runProbeRun(runId, log, signal));
      await workQueue(boss, "self-test", 1, ({ selfTestId }) => runSelfTest(selfTestId, log, signal));
      await workQueue(boss, "retention", 1, () => runRetention(log, signal));
      return "done";
    }),
    untilStopped("resume", log, signal, async () => {
      await resumeUnfinished(log);
      return resumeIntervalMs;
    }),
    untilStopped("probes after changes", log, signal, async () => {
      await queueDueProbeRuns(log);
      return dueIntervalMs;
    }),
    untilStopped("own host", log, signal, () => meetLocalHost(signal)),
    untilStopped("settle changes", log, signal, async () => {
      await settleChanges(log);
      return settleIntervalMs;
    }),
    watchHosts(log, signal),
  ];
  let stopped: Promise<void> | null = null;
  async function stop(): Promise<void> {
    stopping.abort();
    await Promise.all(running);
    await closeJobQueue();
  }
  return {
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
