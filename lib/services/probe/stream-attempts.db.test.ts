import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import { probeIds } from "#lib/domain/probe/probes.ts";
import type { ProbeEvent } from "#lib/host-agent/contract/probe.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { cancelProbeRun, getProbeMap, getProbePair, getProbeRun, requestProbeRun } from "./index.ts";
import { attemptsColumn } from "./judged-attempt.ts";
import { runProbeRun } from "./run-probe-run.ts";
import { buildAttempt, buildAttempts, buildFinished, buildStarted } from "./testing/probe-events.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
let agent: ApiServer | undefined;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());

type Pair = { readonly host: { readonly id: string }; readonly a: BuiltTenant; readonly b: BuiltTenant };

async function twoTenants(): Promise<Pair> {
  const host = await buildHost();
  const build = () => buildTenant({ hostId: host.id, gateway: { observedPhase: "stopped" } });
  return { host, a: await build(), b: await build() };
}

/** Tells these, then waits: for `more`, or until it is hung up on. */
async function startAgent(events: readonly ProbeEvent[], more?: Promise<readonly ProbeEvent[]>) {
  await agent?.close();
  agent = await startStandInAgent({
    probes: async (_request, emit, signal) => {
      for (const event of events) await emit(event);
      if (events.some(({ type }) => type === "finished")) return;
      const hungUp = new Promise<never[]>((resolve) => {
        signal.addEventListener("abort", () => resolve([]), { once: true });
      });
      for (const event of await Promise.race([more ?? hungUp, hungUp])) await emit(event);
      if (more === undefined) await hungUp;
    },
  });
}

async function ask({ host }: Pair): Promise<string> {
  const { id } = await requestProbeRun(await operator(), { hostId: host.id });
  return id;
}

/** A run that tried everything and found nothing. */
async function tryEverything(pair: Pair): Promise<string> {
  const { a, b } = pair;
  await startAgent([
    buildStarted(a.slug, b.slug),
    buildAttempts(a.slug, b.slug),
    buildAttempts(b.slug, a.slug),
    buildFinished(),
  ]);
  const id = await ask(pair);
  await runProbeRun(id, log, never);
  return id;
}

const rowsOf = (runId: string) =>
  db.probePair.findMany({ where: { runId }, orderBy: [{ source: "asc" }, { target: "asc" }] });
const untilKept = (runId: string, count: number) =>
  vi.waitUntil(async () => (await rowsOf(runId)).length === count, 10_000);
async function verdictOf({ host, a, b }: Pair) {
  const { cells } = await getProbeMap(await operator(), { hostId: host.id });
  return cells.find(({ source, target }) => source === a.slug && target === b.slug)?.verdict;
}

describe("a run that goes on", () => {
  it("keeps what was tried from a tenant once the host tells of the next, and shows of it only what got through", async () => {
    const pair = await twoTenants();
    const { a, b } = pair;
    await tryEverything(pair);
    const more = Promise.withResolvers<ProbeEvent[]>();
    await startAgent(
      [
        buildStarted(a.slug, b.slug),
        buildAttempts(a.slug, b.slug, { "files.workspace": "reached", "files.logs": "unmeasured" }),
        { type: "attempts", attempts: [buildAttempt(b.slug, a.slug, "files.state")] },
      ],
      more.promise,
    );
    const id = await ask(pair);
    const running = runProbeRun(id, log, never);
    await untilKept(id, 1);
    expect(await rowsOf(id)).toMatchObject([{ source: a.slug, target: b.slug, verdict: "failed" }]);
    const shown = async () => (await getProbePair(await operator(), { from: a.slug, to: b.slug })).counts;
    expect(await shown()).toMatchObject({ failed: 1, "not-measured": 0 });
    more.resolve([buildAttempts(b.slug, a.slug), buildFinished()]);
    await running;
    expect(await shown()).toMatchObject({ failed: 1, "not-measured": 1 });
    expect(await getProbeRun(await operator(), { id })).toMatchObject({
      status: "done",
      counts: { failed: 1, "not-measured": 1, proven: 2 * probeIds.length - 2 },
    });
  });

  it("puts together what the host tells of a pair in several parts, and believes the last of a probe", async () => {
    const pair = await twoTenants();
    const { a, b } = pair;
    const [first, last] = [probeIds.slice(0, 40), probeIds.slice(40)];
    const part = (probes: typeof first, ...more: ReturnType<typeof buildAttempt>[]): ProbeEvent => ({
      type: "attempts",
      attempts: [...probes.map((probe) => buildAttempt(a.slug, b.slug, probe)), ...more],
    });
    await startAgent([
      buildStarted(a.slug, b.slug),
      part(first, buildAttempt(a.slug, b.slug, "files.logs", "reached")),
      buildAttempts(b.slug, a.slug),
      part(
        last,
        buildAttempt(a.slug, b.slug, "files.state", "reached"),
        buildAttempt(a.slug, b.slug, "files.logs"),
      ),
      buildFinished(),
    ]);
    const id = await ask(pair);
    await runProbeRun(id, log, never);
    const [row] = (await rowsOf(id)).filter(({ source }) => source === a.slug);
    const attempts = attemptsColumn.parse(row?.attempts);
    expect(attempts.map(({ probe }) => probe).toSorted()).toEqual([...probeIds].toSorted());
    expect(attempts.filter(({ verdict }) => verdict !== "proven")).toMatchObject([{ probe: "files.state" }]);
    expect(row).toMatchObject({ verdict: "failed", marks: `f${"p".repeat(probeIds.length - 1)}` });
    expect(await getProbeRun(await operator(), { id })).toMatchObject({
      counts: { failed: 1, proven: 2 * probeIds.length - 1 },
    });
    const shown = await getProbePair(await operator(), { from: a.slug, to: b.slug });
    expect(shown.attempts.filter(({ verdict }) => verdict === "failed")).toMatchObject([
      { probe: "files.state" },
    ]);
  });

  it("keeps nothing of tenants that the host has no more or never had, nor of one against itself", async () => {
    const pair = await twoTenants();
    const { a, b } = pair;
    const foreign = await buildTenant();
    await startAgent([
      buildStarted(a.slug, b.slug),
      buildAttempts(a.slug, a.slug),
      buildAttempts(foreign.slug, a.slug),
      buildAttempts(a.slug, foreign.slug),
      buildAttempts("nobody", a.slug),
      buildAttempts(a.slug, b.slug),
      buildFinished(),
    ]);
    const id = await ask(pair);
    await runProbeRun(id, log, never);
    expect(await rowsOf(id)).toMatchObject([{ source: a.slug, target: b.slug }]);
    expect(await getProbeRun(await operator(), { id })).toMatchObject({
      counts: { proven: probeIds.length },
    });
  });
});

describe("a run whose worker ends in the middle of it", () => {
  /** What got through from the first tenant is kept; then the web ends. */
  async function breakOff(pair: Pair): Promise<string> {
    const { a, b } = pair;
    await startAgent([
      buildStarted(a.slug, b.slug),
      buildAttempts(a.slug, b.slug, { "files.workspace": "reached" }),
      { type: "attempts", attempts: [buildAttempt(b.slug, a.slug, "files.state")] },
    ]);
    const id = await ask(pair);
    const ending = new AbortController();
    const broken = runProbeRun(id, log, ending.signal);
    await untilKept(id, 1);
    ending.abort();
    await expect(broken).rejects.toThrow("another takes the run");
    return id;
  }

  it("leaves what was known before in force, but for what got through", async () => {
    const pair = await twoTenants();
    await tryEverything(pair);
    await breakOff(pair);
    expect(await verdictOf(pair)).toBe("failed");
    const { counts } = await getProbePair(await operator(), { from: pair.a.slug, to: pair.b.slug });
    expect(counts).toMatchObject({ failed: 1, proven: probeIds.length - 1 });
    const map = await getProbeMap(await operator(), { hostId: pair.host.id });
    expect(map).toMatchObject({ latest: { status: "running" }, incomplete: null });
  });

  it("begins anew without what was kept of it, and what got through stays until the same was refused", async () => {
    const pair = await twoTenants();
    const { a, b } = pair;
    const id = await breakOff(pair);
    await startAgent([buildStarted(a.slug, b.slug), buildAttempts(b.slug, a.slug), buildFinished()]);
    await runProbeRun(id, log, never);
    expect(await rowsOf(id)).toMatchObject([{ source: b.slug, target: a.slug, verdict: "proven" }]);
    expect(await verdictOf(pair)).toBe("failed");
    await tryEverything(pair);
    expect(await verdictOf(pair)).toBe("proven");
  });

  it("shows nothing of it but what got through when it is cancelled before another takes it", async () => {
    const pair = await twoTenants();
    await tryEverything(pair);
    const id = await breakOff(pair);
    await cancelProbeRun(await operator(), { id });
    await runProbeRun(id, log, never);
    expect(await rowsOf(id)).toEqual([]);
    expect(await verdictOf(pair)).toBe("failed");
    expect(await getProbeRun(await operator(), { id })).toMatchObject({ status: "cancelled" });
  });
});

it("refuses what a worker still brings of a run that another began anew", async () => {
  const pair = await twoTenants();
  const { a, b } = pair;
  const begun = [buildStarted(a.slug, b.slug), buildAttempts(a.slug, b.slug, { "files.state": "reached" })];
  const late = Promise.withResolvers<void>();
  let calls = 0;
  agent = await startStandInAgent({
    probes: async (_request, emit) => {
      calls += 1;
      const isFirst = calls === 1;
      for (const event of isFirst ? begun : [buildStarted(a.slug, b.slug)]) await emit(event);
      await emit(buildAttempts(b.slug, a.slug));
      if (isFirst) await late.promise;
      await emit(buildFinished());
    },
  });
  const id = await ask(pair);
  const first = runProbeRun(id, log, never);
  await untilKept(id, 1);
  await runProbeRun(id, log, never);
  const ended = await getProbeRun(await operator(), { id });
  late.resolve();
  await first;
  expect(await rowsOf(id)).toMatchObject([{ source: b.slug, target: a.slug, verdict: "proven" }]);
  expect(await getProbeRun(await operator(), { id })).toEqual(ended);
  expect(ended).toMatchObject({ status: "done", counts: { failed: 0 } });
});
