import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import { vouchedSilenceMs } from "#lib/domain/checklist/freshness.ts";
import type { Outcome } from "#lib/domain/probe/outcome.ts";
import { type ProbeId, probeIds } from "#lib/domain/probe/probes.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { Attempt, ProbeEvent } from "#lib/host-agent/contract/probe.ts";
import { observationOf, startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { getFleet } from "#lib/services/fleet/index.ts";
import { leaveHost } from "#lib/services/operation/leave-host.ts";
import { createReport, getReport } from "#lib/services/report/index.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import {
  cancelProbeRun,
  getProbeMap,
  getProbePair,
  getProbeRun,
  getTenantAttempts,
  listProbeChanges,
  requestProbeRun,
} from "./index.ts";
import { runProbeRun } from "./run-probe-run.ts";

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

function attempt(source: string, target: string, probe: ProbeId, outcome: Outcome): Attempt {
  return {
    probe,
    source: slugSchema.parse(source),
    target: slugSchema.parse(target),
    outcome,
    seen: `${outcome} in this test`,
    control: { by: "target", outcome: "reached", seen: "The target could." },
    durationMs: 1,
  };
}

/** Every probe of a pair, all refused except those given. */
function attemptsOf(
  source: string,
  target: string,
  others: Partial<Record<ProbeId, Outcome>> = {},
): Attempt[] {
  return probeIds.map((probe) => attempt(source, target, probe, others[probe] ?? "refused"));
}

const finished = (): ProbeEvent => ({ type: "finished", at: new Date().toISOString(), durationMs: 5 });

function both(a: string, b: string, fromA: Partial<Record<ProbeId, Outcome>> = {}): ProbeEvent[] {
  return [
    { type: "started", tenants: [a, b].map((slug) => slugSchema.parse(slug)), leftOut: [] },
    { type: "attempts", attempts: attemptsOf(a, b, fromA) },
    { type: "attempts", attempts: attemptsOf(b, a) },
    { type: "progress", done: 2, total: 2 },
  ];
}

async function twoTenants(): Promise<{ host: { id: string }; a: BuiltTenant; b: BuiltTenant }> {
  const host = await buildHost();
  const build = async () => {
    const tenant = await buildTenant({ hostId: host.id });
    const observed = observationOf(tenant.slug, { startedAt: "2026-11-22T08:00:00.000Z" });
    await db.gateway.update({
      where: { tenantId: tenant.id },
      data: {
        observed,
        observedPhase: "running",
        observedHash: observed.configHash,
        observedVersion: observed.version,
      },
    });
    return tenant;
  };
  return { host, a: await build(), b: await build() };
}

/** Lets a run be made of these events; without `finished` it waits until it is hung up on. */
async function run(
  host: { id: string },
  events: readonly ProbeEvent[],
  whileItRuns?: (id: string) => unknown,
) {
  agent = await startStandInAgent({
    probes: async (_request, emit, signal) => {
      for (const event of events) await emit(event);
      if (events.some(({ type }) => type === "finished")) return;
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    },
  });
  const { id } = await requestProbeRun(await operator(), { hostId: host.id });
  const running = runProbeRun(id, log, never);
  await whileItRuns?.(id);
  await running;
  await agent.close();
  agent = undefined;
  return id;
}

const cellOf = async (host: { id: string }, source: string, target: string) => {
  const { cells } = await getProbeMap(await manager(), { hostId: host.id });
  return cells.find((cell) => cell.source === source && cell.target === target);
};

describe("asking for a run", () => {
  it("records who asked, and answers with the run that is under way", async () => {
    const host = await buildHost();
    const user = await buildUser();
    const actor = actorOf(user);
    const [first, second] = await Promise.all([
      requestProbeRun(actor, { hostId: host.id }),
      requestProbeRun(actor, { hostId: host.id }),
    ]);
    expect(second.id).toBe(first.id);
    const activities = await db.activity.findMany({ where: { action: "probe.run", actorId: user.id } });
    expect(activities).toMatchObject([{ details: { runId: first.id } }]);
  });

  it("answers not found for a tenant or host that doesn't exist", async () => {
    const actor = await operator();
    await expect(requestProbeRun(actor, { slug: "no-such-tenant" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(getProbePair(actor, { from: "no-such", to: "tenant" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(getTenantAttempts(actor, { slug: "no-such-tenant" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("refuses an account manager, who may read", async () => {
    const { host, a } = await twoTenants();
    const actor = await manager();
    await expect(requestProbeRun(actor, { hostId: host.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { id } = await requestProbeRun(await operator(), { hostId: host.id });
    await expect(cancelProbeRun(actor, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await getProbeRun(actor, { id })).toMatchObject({ status: "queued" });
    expect(await getTenantAttempts(actor, { slug: a.slug })).toMatchObject({ others: 1, triedAt: null });
  });
});

describe("a complete run", () => {
  it("proves a pair when everything was refused and the controls got through", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug), finished()]);
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({
      verdict: "proven",
      counts: { proven: probeIds.length, failed: 0, "not-measured": 0 },
    });
    const map = await getProbeMap(await manager(), { hostId: host.id });
    expect(map.complete).toMatchObject({ status: "done", counts: { failed: 0 } });
  });

  it("shows what got through with its risk, in that direction alone", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug, { "files.workspace": "reached" }), finished()]);
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({ verdict: "failed", counts: { failed: 1 } });
    expect(await cellOf(host, b.slug, a.slug)).toMatchObject({ verdict: "proven" });
    const pair = await getProbePair(await manager(), { from: a.slug, to: b.slug });
    expect(pair.attempts.find(({ probe }) => probe === "files.workspace")).toMatchObject({
      verdict: "failed",
      seen: "reached in this test",
      control: { by: "target", seen: "The target could." },
      risk: "Another tenant can read this tenant's workspace.",
    });
    const fleet = await getFleet(await manager(), { hostId: host.id });
    expect(fleet.hosts[0]?.attempts).toMatchObject([{ verdict: "failed", failed: 1 }]);
    const { id } = await createReport(await manager(), { slug: b.slug });
    expect((await getReport(await manager(), { id })).attempts).toMatchObject({ tenants: 1, reached: 1 });
  });

  it("doesn't prove a pair of which a probe is missing", async () => {
    const { host, a, b } = await twoTenants();
    const [started, fromA, ...rest] = both(a.slug, b.slug);
    if (started === undefined || fromA?.type !== "attempts") throw new Error("The run tries something.");
    const attempts = fromA.attempts.filter(({ probe }) => probe !== "process.environ");
    await run(host, [started, { type: "attempts", attempts }, ...rest, finished()]);
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({ verdict: "not-measured" });
  });

  it("counts apart what had nothing there to reach, everywhere, and takes nothing from the verdict", async () => {
    const { host, a, b } = await twoTenants();
    const nothing: Partial<Record<ProbeId, Outcome>> = {
      ...{ "squat.base-ipv4": "absent", "squat.base-ipv6": "absent", "squat.derived": "absent" },
      ...{ "port.browser": "absent", "files.browser": "absent" },
    };
    const moot = Object.keys(nothing).length;
    const proven = probeIds.length - moot;
    const id = await run(host, [...both(a.slug, b.slug, nothing), finished()]);
    const counts = { proven, failed: 0, "not-measured": 0, "not-applicable": moot };
    const actor = await manager();
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({ verdict: "proven", counts });
    const squatting = await getProbeMap(actor, { hostId: host.id, family: "squatting" });
    const familyOf = (source: string) => squatting.cells.find((cell) => cell.source === source);
    expect(familyOf(a.slug)).toMatchObject({
      verdict: "not-applicable",
      counts: { proven: 0, "not-measured": 0, "not-applicable": 3 },
    });
    expect(familyOf(b.slug)).toMatchObject({ verdict: "proven", counts: { proven: 3 } });
    const pair = await getProbePair(actor, { from: a.slug, to: b.slug });
    expect(pair).toMatchObject({ verdict: "proven", counts });
    expect(pair.attempts.find(({ probe }) => probe === "port.browser")).toMatchObject({
      verdict: "not-applicable",
      reason: "absent in this test",
    });
    expect(await getTenantAttempts(actor, { slug: b.slug })).toMatchObject({
      against: { verdict: "proven", counts },
      from: { verdict: "proven", counts: { "not-applicable": 0 } },
    });
    expect(await getProbeRun(actor, { id })).toMatchObject({
      counts: { proven: proven + probeIds.length, "not-measured": 0, "not-applicable": moot },
    });
    const fleet = await getFleet(actor, { hostId: host.id });
    expect(fleet.hosts[0]?.attempts).toMatchObject([{ verdict: "proven" }]);
    const report = await createReport(actor, { slug: b.slug });
    expect((await getReport(actor, report)).attempts).toMatchObject({
      ...{ refused: proven, reached: 0, notMeasured: 0, notApplicable: moot },
    });
  });

  it("tries again what had nothing to reach, and shows neither its coming nor its going as a change", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug, { "port.browser": "absent" }), finished()]);
    await run(host, [...both(a.slug, b.slug), finished()]);
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({
      ...{ verdict: "proven", change: null },
      counts: { proven: probeIds.length, "not-applicable": 0 },
    });
    await run(host, [...both(a.slug, b.slug, { "port.browser": "absent" }), finished()]);
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({ verdict: "proven", change: null });
  });

  it("doesn't prove a pair of which a probe could not be tried that is not always possible", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug, { "port.browser": "unmeasured" }), finished()]);
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({
      verdict: "not-measured",
      counts: { "not-measured": 1 },
    });
    expect(await cellOf(host, b.slug, a.slug)).toMatchObject({ verdict: "proven" });
  });

  it("says of what counts no longer that there was nothing to reach then", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug, { "port.browser": "absent" }), finished()]);
    await db.gateway.update({ where: { tenantId: b.id }, data: { observedHash: "b".repeat(64) } });
    const pair = await getProbePair(await manager(), { from: a.slug, to: b.slug });
    expect(pair.attempts.find(({ probe }) => probe === "port.browser")).toMatchObject({
      verdict: "not-measured",
      decayedFrom: "not-applicable",
    });
    expect(pair.counts).toMatchObject({ "not-applicable": 0, "not-measured": probeIds.length });
  });

  it("is kept though a tenant's process writes what Postgres can't store", async () => {
    const { host, a, b } = await twoTenants();
    const odd = { ...attempt(a.slug, b.slug, "files.logs", "reached"), seen: "nul \0 half \ud800" };
    await run(host, [...both(a.slug, b.slug), { type: "attempts", attempts: [odd] }, finished()]);
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({ verdict: "failed", counts: { failed: 1 } });
  });

  it("says what changed since the one before", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug, { "gateway.health": "reached" }), finished()]);
    const worse = { "files.workspace": "reached", "files.logs": "unmeasured" } as const;
    await run(host, [...both(a.slug, b.slug, worse), finished()]);
    const changes = await listProbeChanges(await manager(), { hostId: host.id });
    expect(changes.rows.map(({ probe, kind }) => `${probe} ${kind}`)).toEqual([
      "files.workspace new-failure",
      "files.logs lost",
      "gateway.health fixed",
    ]);
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({ change: "new-failure" });
    expect(await cellOf(host, b.slug, a.slug)).toMatchObject({ change: null });
  });

  it("keeps the attempts of the two newest only", async () => {
    const { host, a, b } = await twoTenants();
    const ids = [];
    for (let at = 0; at < 3; at += 1) ids.push(await run(host, [...both(a.slug, b.slug), finished()]));
    const kept = await db.probePair.findMany({ where: { run: { hostId: host.id } }, distinct: ["runId"] });
    expect(new Set(kept.map(({ runId }) => runId))).toEqual(new Set(ids.slice(1)));
  });
});

describe("a verdict", () => {
  it.each([
    [
      "a day passes",
      "more than 24 h ago",
      async (host: { id: string }) => {
        const dayAgo = new Date(Date.now() - 25 * 3_600_000);
        await db.probeRun.updateMany({ where: { hostId: host.id }, data: { finishedAt: dayAgo } });
      },
    ],
    [
      "a neighbour comes",
      "came, went or changed",
      async (host: { id: string }) => {
        await db.host.update({ where: { id: host.id }, data: { neighbourhood: { increment: 1 } } });
      },
    ],
    [
      "the other side's configuration changes",
      "configuration has changed",
      async (_host: unknown, b: BuiltTenant) => {
        await db.gateway.update({ where: { tenantId: b.id }, data: { observedHash: "b".repeat(64) } });
      },
    ],
    [
      "the other side's version changes",
      "version has changed",
      async (_host: unknown, b: BuiltTenant) => {
        await db.gateway.update({ where: { tenantId: b.id }, data: { observedVersion: "2026.10.1" } });
      },
    ],
    [
      "the other side's Gateway is restarted",
      "started, stopped or restarted",
      async (_host: unknown, b: BuiltTenant) => {
        const observed = observationOf(b.slug, { pid: 4712 });
        await db.gateway.update({ where: { tenantId: b.id }, data: { observed } });
      },
    ],
    [
      "the other side's Gateway stops",
      "started, stopped or restarted",
      async (_host: unknown, b: BuiltTenant) => {
        const observed = observationOf(b.slug, {
          pid: null,
          startedAt: null,
          phase: "stopped",
          version: null,
        });
        await db.gateway.update({ where: { tenantId: b.id }, data: { observed, observedVersion: null } });
      },
    ],
    [
      "the other side's Gateway ran and ended in between",
      "started, stopped or restarted",
      async (_host: unknown, b: BuiltTenant) => {
        await db.gateway.update({ where: { tenantId: b.id }, data: { processStamp: { increment: 1 } } });
      },
    ],
    [
      "its host is silent",
      "can't be heard",
      async ({ id }: { id: string }) => {
        const lastSeenAt = new Date(Date.now() - vouchedSilenceMs - 1_000);
        await db.host.update({ where: { id }, data: { lastSeenAt } });
      },
    ],
    [
      "it was tried at a time that is still to come",
      "still to come",
      async ({ id }: { id: string }) => {
        const finishedAt = new Date(Date.now() + 3_600_000);
        await db.probeRun.updateMany({ where: { hostId: id }, data: { finishedAt } });
      },
    ],
  ])("counts no longer when %s, but for what got through", async (_when, reason, change) => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug, { "gateway.health": "reached" }), finished()]);
    await change(host, b);
    const cell = await cellOf(host, a.slug, b.slug);
    expect(cell).toMatchObject({ verdict: "failed", counts: { proven: 0, failed: 1 } });
    expect(cell?.stale).toContain(reason);
    expect(await cellOf(host, b.slug, a.slug)).toMatchObject({ verdict: "not-measured" });
    const pair = await getProbePair(await manager(), { from: a.slug, to: b.slug });
    const attemptOf = (id: string) => pair.attempts.find(({ probe }) => probe === id);
    expect(attemptOf("files.state")).toMatchObject({ verdict: "not-measured", decayedFrom: "proven" });
    expect(attemptOf("gateway.health")).toMatchObject({ verdict: "failed" });
    expect(attemptOf("gateway.health")?.reason).toContain("not looked at since");
    expect(attemptOf("gateway.health")?.reason).toContain(reason);
    const fleet = await getFleet(await manager(), { hostId: host.id });
    expect(fleet.hosts[0]?.attempts).toMatchObject([{ verdict: "failed", failed: 1 }]);
  });

  it("is not measured before any run", async () => {
    const { host, a, b } = await twoTenants();
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({ verdict: "not-measured", stale: null });
    const { id } = await createReport(await manager(), { slug: a.slug });
    expect(await getReport(await manager(), { id })).toMatchObject({ attempts: null });
  });
});

describe("what got through", () => {
  const through = { "gateway.health": "reached" } as const;
  const attemptOf = async (a: BuiltTenant, b: BuiltTenant) => {
    const { attempts } = await getProbePair(await manager(), { from: a.slug, to: b.slug });
    return attempts.find(({ probe }) => probe === "gateway.health");
  };

  it("stays when a newer run could not try it, says so, and is over once it was refused", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug, through), finished()]);
    await run(host, [...both(a.slug, b.slug, { "gateway.health": "unmeasured" }), finished()]);
    expect(await attemptOf(a, b)).toMatchObject({ verdict: "failed", decayedFrom: null });
    expect((await attemptOf(a, b))?.reason).toContain("not looked at since");
    await run(host, [...both(a.slug, b.slug), finished()]);
    expect(await attemptOf(a, b)).toMatchObject({ verdict: "proven", reason: null });
    expect(await db.breach.count({ where: { hostId: host.id } })).toBe(0);
  });

  it("is not over because a run refused it that did not come to an end", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug, through), finished()]);
    await run(host, both(a.slug, b.slug), async (id) => {
      await expect
        .poll(async () => (await getProbeRun(await operator(), { id })).counts.proven)
        .toBeGreaterThan(0);
      await cancelProbeRun(await operator(), { id });
    });
    expect(await attemptOf(a, b)).toMatchObject({ verdict: "failed" });
  });

  it("is there with all that was seen when the runs that saw it are cleared away", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug, through), finished()]);
    const before = await attemptOf(a, b);
    await db.probePair.deleteMany({ where: { run: { hostId: host.id } } });
    await db.probeRun.deleteMany({ where: { hostId: host.id } });
    expect(await attemptOf(a, b)).toMatchObject({ verdict: "failed", seen: before?.seen });
  });

  it("says nothing of a tenant that left the host, nor of one of its name that comes after it", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug, through), finished()]);
    await db.$transaction((tx) => leaveHost(tx, b.id));
    expect(await db.breach.count({ where: { hostId: host.id } })).toBe(0);
  });
});

describe("a run that is cancelled", () => {
  const untilRunning = async (id: string) => {
    while ((await getProbeRun(await operator(), { id })).status !== "running")
      await new Promise(setImmediate);
  };

  it("is never green, and what got through in it counts", async () => {
    const { host, a, b } = await twoTenants();
    const events = both(a.slug, b.slug, { "files.workspace": "reached" });
    const id = await run(host, events, async (runId) => {
      await untilRunning(runId);
      await expect
        .poll(async () => (await getProbeRun(await operator(), { id: runId })).counts.failed)
        .toBe(1);
      await cancelProbeRun(await operator(), { id: runId });
    });
    expect(await getProbeRun(await operator(), { id })).toMatchObject({ status: "cancelled" });
    expect(await cellOf(host, b.slug, a.slug)).toMatchObject({
      verdict: "not-measured",
      counts: { proven: 0 },
    });
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({ verdict: "failed", counts: { failed: 1 } });
    await expect(cancelProbeRun(await operator(), { id })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("leaves what a complete run has proven", async () => {
    const { host, a, b } = await twoTenants();
    await run(host, [...both(a.slug, b.slug), finished()]);
    await run(host, both(a.slug, b.slug, { "files.workspace": "unmeasured" }), async (id) => {
      await untilRunning(id);
      await cancelProbeRun(await operator(), { id });
    });
    expect(await cellOf(host, a.slug, b.slug)).toMatchObject({ verdict: "proven" });
  });

  it("ends at once while it waits", async () => {
    const host = await buildHost();
    const { id } = await requestProbeRun(await operator(), { hostId: host.id });
    expect(await cancelProbeRun(await operator(), { id })).toMatchObject({ status: "cancelled" });
    await runProbeRun(id, log, never);
    expect(await getProbeRun(await operator(), { id })).toMatchObject({
      status: "cancelled",
      startedAt: null,
    });
  });
});

describe("a host that can't be reached", () => {
  it("is waited for, and then the run says why it failed", async () => {
    const host = await buildHost();
    const { id } = await requestProbeRun(await operator(), { hostId: host.id });
    await expect(runProbeRun(id, log, never)).rejects.toThrow("can't be reached");
    await db.probeRun.update({ where: { id }, data: { createdAt: new Date(Date.now() - 6 * 60_000) } });
    await runProbeRun(id, log, never);
    expect(await getProbeRun(await operator(), { id })).toMatchObject({
      status: "failed",
      error: { message: "The host agent can't be reached: it isn't running." },
    });
  });
});
