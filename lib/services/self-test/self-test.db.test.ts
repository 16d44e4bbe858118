import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { LeakResult, PlantedRecord, SelfTestEvent } from "#lib/host-agent/contract/self-test.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { buildEvidence } from "#lib/services/check/testing/build-evidence.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { cancelSelfTest, listSelfTests, recordSelfTest, requestSelfTest } from "./index.ts";
import { runSelfTest } from "./run-self-test.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
let agent: ApiServer | undefined;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());
const manager = async () => actorOf(await buildUser({ role: "account_manager" }));

function leak(id: string, isCaught: boolean): LeakResult {
  const detail = isCaught ? null : "files.logs did not turn red.";
  const items = { expectedItems: [], redItems: [] };
  return { id, title: `Leak ${id}`, expected: ["files.logs"], turnedRed: [], ...items, isCaught, detail };
}

const started: SelfTestEvent = {
  type: "started",
  leaks: ["one", "two"].map((id) => ({ id, title: `Leak ${id}` })),
};
const finished = (): SelfTestEvent => ({ type: "finished", at: new Date().toISOString(), durationMs: 5 });

/** An agent that tells these; without `finished` it waits until it is hung up on. */
async function agentThatTells(events: readonly SelfTestEvent[]): Promise<void> {
  agent = await startStandInAgent({
    "self-test": async (_request, emit, signal) => {
      for (const event of events) await emit(event);
      if (events.some(({ type }) => type === "finished")) return;
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    },
  });
}

/** What an agent hands over before it falls silent. */
function silentRecord(): PlantedRecord {
  const slug = `selftest-a-${randomUUID().slice(0, 8)}`;
  const at = new Date().toISOString();
  const workspace = {
    defects: [{ id: "workspace.mode", message: "Its mode is 0755.", nextStep: "Close it." }],
  };
  return {
    leak: "silent-agent",
    before: { at, order: { bootId: randomUUID(), uptimeMs: 1_000 } },
    evidence: { at, accounts: [], tenants: [buildEvidence(slug, { workspace })] },
    opened: slugSchema.parse(slug),
    after: null,
  };
}

const latestOf = async (host: { id: string }) =>
  (await listSelfTests(await manager(), { hostId: host.id }))[0];

describe("a self-test", () => {
  it("keeps every planted leak and whether it was caught", async () => {
    const host = await buildHost();
    await agentThatTells([
      started,
      { type: "leak", result: leak("one", true) },
      { type: "leak", result: leak("two", false) },
      finished(),
    ]);
    const { id } = await requestSelfTest(await operator(), { hostId: host.id });
    await runSelfTest(id, log, never);
    expect(await latestOf(host)).toMatchObject({
      status: "done",
      progress: { done: 2, total: 2 },
      caught: 1,
      leaks: [{ id: "one" }, { id: "two", detail: "files.logs did not turn red." }],
    });
  });

  it("judges in the database what is planted in the record, beside the leaks of the host", async () => {
    const host = await buildHost();
    await agentThatTells([
      started,
      { type: "leak", result: leak("one", true) },
      { type: "record", record: silentRecord() },
      finished(),
    ]);
    const { id } = await requestSelfTest(await operator(), { hostId: host.id });
    await runSelfTest(id, log, never);
    expect(await latestOf(host)).toMatchObject({
      status: "done",
      caught: 2,
      leaks: [{ id: "one" }, { id: "silent-agent", isCaught: true, detail: null }],
    });
  });

  it("records who asked, and answers with the one that is under way", async () => {
    const host = await buildHost();
    const user = await buildUser();
    const first = await requestSelfTest(actorOf(user), { hostId: host.id });
    const second = await requestSelfTest(actorOf(user), { hostId: host.id });
    expect(second.id).toBe(first.id);
    const activities = await db.activity.findMany({ where: { action: "selftest.run", actorId: user.id } });
    expect(activities).toMatchObject([{ details: { selfTestId: first.id } }]);
  });

  it("refuses an account manager, who may read", async () => {
    const host = await buildHost();
    await expect(requestSelfTest(await manager(), { hostId: host.id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await latestOf(host)).toBeUndefined();
  });

  it("ends as cancelled when somebody cancels it, and once only", async () => {
    const host = await buildHost();
    await agentThatTells([started, { type: "leak", result: leak("one", true) }]);
    const { id } = await requestSelfTest(await operator(), { hostId: host.id });
    const running = runSelfTest(id, log, never);
    await expect.poll(async () => (await latestOf(host))?.leaks.length).toBe(1);
    await cancelSelfTest(await operator(), { id });
    await running;
    expect(await latestOf(host)).toMatchObject({ status: "cancelled", caught: 1 });
    await expect(cancelSelfTest(await operator(), { id })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("waits for a host that can't be reached, and then says why it failed", async () => {
    const host = await buildHost();
    const { id } = await requestSelfTest(await operator(), { hostId: host.id });
    await expect(runSelfTest(id, log, never)).rejects.toThrow("can't be reached");
    await db.selfTest.update({ where: { id }, data: { createdAt: new Date(Date.now() - 6 * 60_000) } });
    await runSelfTest(id, log, never);
    expect(await latestOf(host)).toMatchObject({
      status: "failed",
      error: { message: "The host agent can't be reached: it isn't running." },
    });
  });
});

describe("a self-test that was made in a terminal", () => {
  const result = (installationId: string) => ({
    installationId,
    withGateways: false,
    leaks: [leak("one", true), leak("two", false)],
    startedAt: "2026-11-22T10:00:00.000Z",
    finishedAt: "2026-11-22T10:01:00.000Z",
  });

  it("is on the host's page with its result and date", async () => {
    const host = await buildHost();
    await recordSelfTest({ kind: "setup", name: "Command on the host" }, result(host.installationId), log);
    expect(await latestOf(host)).toMatchObject({
      status: "done",
      caught: 1,
      progress: { done: 2, total: 2 },
      finishedAt: "2026-11-22T10:01:00.000Z",
    });
    const [activity] = await db.activity.findMany({
      where: { action: "selftest.run", actorName: "Command on the host" },
      orderBy: { at: "desc" },
    });
    expect(activity?.details).toMatchObject({ host: host.name });
  });

  it("has what is planted in the record judged while it is kept", async () => {
    const host = await buildHost();
    const records = [{ record: silentRecord(), heardAt: new Date().toISOString() }];
    const terminal = { kind: "setup", name: "Command on the host" } as const;
    const { leaks } = await recordSelfTest(terminal, { ...result(host.installationId), records }, log);
    expect(leaks).toMatchObject([{ id: "one" }, { id: "two" }, { id: "silent-agent", isCaught: true }]);
  });

  it("is refused of an account manager, and for a host that nobody knows", async () => {
    const host = await buildHost();
    await expect(recordSelfTest(await manager(), result(host.installationId), log)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(recordSelfTest(await operator(), result("no-such-host"), log)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await latestOf(host)).toBeUndefined();
  });
});
