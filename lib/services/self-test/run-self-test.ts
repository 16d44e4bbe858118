import { Mutex } from "async-mutex";
import { anySignal } from "#lib/abort/any-signal.ts";
import { describeAgentError, isWorthWaiting } from "#lib/agent-calls/agent-job-error.ts";
import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { db } from "#lib/db/db.ts";
import type { LeakResult, PlantedRecord, SelfTestEvent } from "#lib/host-agent/contract/self-test.ts";
import type { Logger } from "#lib/log/logger.ts";
import { unfinishedRuns } from "#lib/services/probe/probe-run-row.ts";
import { judgeRecord } from "./judge-record.ts";
import { untilCancelled } from "./until-cancelled.ts";

/** Real Gateways may be started between two events, which takes most of a minute each. */
const silenceMs = 5 * 60_000;

/**
 * Lets a host plant leaks and look whether its probes see them. Safe to run
 * again: an ended test is left alone, one that was interrupted begins anew.
 *
 * @throws AgentUnreachable while the host is worth waiting for
 */
export async function runSelfTest(selfTestId: string, log: Logger, signal: AbortSignal): Promise<void> {
  const test = await claim(selfTestId);
  if (test === null) return;
  const leaks: LeakResult[] = [];
  let finishedAt: Date | null = null;
  const writing = new Mutex();
  const write = (data: Parameters<typeof save>[1]) => {
    void writing.runExclusive(() =>
      save(selfTestId, data).catch((error: unknown) => {
        log.debug({ err: error, selfTestId }, "progress could not be written");
      }),
    );
  };
  const keep = (result: LeakResult) => {
    leaks.push(result);
    write({ leaks: [...leaks], progressDone: leaks.length });
  };
  const judging: Promise<void>[] = [];
  const judge = (record: PlantedRecord) => {
    judging.push(judgeRecord(record, new Date(), log).then(keep));
  };
  const hangUp = new AbortController();
  const take = (event: SelfTestEvent) => {
    if (event.type === "started") write({ progressTotal: event.leaks.length });
    if (event.type === "leak") keep(event.result);
    if (event.type === "record") judge(event.record);
    if (event.type === "finished") {
      finishedAt = new Date(event.at);
      hangUp.abort();
    }
  };
  try {
    await using _watching = untilCancelled(selfTestId, log, () => hangUp.abort());
    const agent = await agentOf(test.hostId);
    const ended = anySignal([signal, hangUp.signal]);
    await agent.stream("self-test", { withGateways: test.withGateways }, take, {
      signal: ended,
      timeoutMs: silenceMs,
    });
    await Promise.all(judging);
  } catch (error) {
    if (signal.aborted || isWorthWaiting(error, test.createdAt, new Date())) throw error;
    await writing.waitForUnlock();
    await save(selfTestId, {
      status: "failed",
      leaks,
      finishedAt: new Date(),
      error: describeAgentError(error),
    });
    log.warn({ err: error, selfTestId }, "selftest.run failed");
    return;
  }
  if (finishedAt === null && signal.aborted) throw new Error("The web ends; another takes the self-test.");
  await writing.waitForUnlock();
  const status = finishedAt === null ? "cancelled" : "done";
  await save(selfTestId, { status, leaks, progressDone: leaks.length, finishedAt: finishedAt ?? new Date() });
  log.info({ selfTestId, status, leaks: leaks.length }, "selftest.run");
}

async function save(id: string, data: Parameters<typeof db.selfTest.updateMany>[0]["data"]): Promise<void> {
  await db.selfTest.updateMany({ where: { id, status: "running" }, data });
}

async function claim(id: string) {
  const test = await db.selfTest.findFirst({ where: { id, status: { in: [...unfinishedRuns] } } });
  if (test === null) return null;
  const now = new Date();
  const isCancelled = test.cancelRequestedAt !== null;
  await db.selfTest.updateMany({
    where: { id, status: { in: [...unfinishedRuns] } },
    data: isCancelled
      ? { status: "cancelled", finishedAt: now }
      : { status: "running", startedAt: now, leaks: [], progressDone: 0, progressTotal: null },
  });
  return isCancelled ? null : test;
}
