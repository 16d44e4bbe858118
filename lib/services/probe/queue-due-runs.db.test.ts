import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { OperationKind } from "#lib/domain/operation/operation-kinds.ts";
import { observationOf } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { recordObservation } from "#lib/services/observation/record-observation.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { claimProbeRun } from "./claim-probe-run.ts";
import { setProbesAfterChange } from "./index.ts";
import { listProbeRuns } from "./list-probe-runs.ts";
import { queueDueProbeRuns } from "./queue-due-runs.ts";

const log = createLogger("test", "silent");
afterAll(() => closeJobQueue());

const minutesAgo = (count: number) => new Date(Date.now() - count * 60_000);

/** A host with two tenants that were provisioned so many minutes ago. */
async function hostWithPair(minutes = 10) {
  const host = await buildHost();
  const tenants = [await buildTenant({ hostId: host.id }), await buildTenant({ hostId: host.id })];
  for (const tenant of tenants) await done(tenant.id, "provision", minutes);
  return { host, tenants };
}

async function done(tenantId: string, kind: OperationKind, minutes: number): Promise<void> {
  await buildOperation(tenantId, { kind, finishedAt: minutesAgo(minutes) });
}

async function runsOf({ id }: { id: string }) {
  return listProbeRuns(actorOf(await buildUser()), { hostId: id });
}

/** Lets what is queued try everything, as things stand. */
async function endRuns(): Promise<void> {
  for (const { id } of await db.probeRun.findMany({ where: { status: "queued" } })) await claimProbeRun(id);
  await db.probeRun.updateMany({
    where: { status: "running" },
    data: { status: "done", finishedAt: new Date() },
  });
}

/** As the worker looks at a moment to come, at which the host is still heard. */
async function queueAt({ id }: { id: string }, moment: Date): Promise<void> {
  await db.host.update({ where: { id }, data: { lastSeenAt: moment } });
  await queueDueProbeRuns(log, moment);
}

async function endRun({ id }: { id: string }, minutes: number, data: object = {}): Promise<void> {
  await db.probeRun.updateMany({
    where: { hostId: id, status: "queued" },
    data: { status: "done", createdAt: minutesAgo(minutes), ...data },
  });
}

describe("attempts after a change", () => {
  it("are queued once for several changes, as nobody's", async () => {
    const { host, tenants } = await hostWithPair();
    for (const tenant of tenants) await done(tenant.id, "harden", 5);
    await queueDueProbeRuns(log);
    await endRuns();
    await queueDueProbeRuns(log);
    expect(await runsOf(host)).toMatchObject([{ isAutomatic: true }]);
  });

  it("wait until it is quiet, and until nobody works on a tenant", async () => {
    const { host, tenants } = await hostWithPair(0);
    await queueDueProbeRuns(log);
    expect(await runsOf(host)).toEqual([]);
    const [tenant] = tenants;
    if (tenant === undefined) throw new Error("There is no tenant.");
    const working = await buildOperation(tenant.id, {
      kind: "configure",
      status: "running",
      finishedAt: null,
    });
    const later = new Date(Date.now() + 5 * 60_000);
    await queueAt(host, later);
    expect(await runsOf(host)).toEqual([]);
    await db.operation.delete({ where: { id: working.id } });
    await queueAt(host, later);
    expect(await runsOf(host)).toHaveLength(1);
  });

  it("come after every start, stop and restart, and after one that failed", async () => {
    const { host, tenants } = await hostWithPair();
    const [tenant] = tenants;
    if (tenant === undefined) throw new Error("There is no tenant.");
    await queueDueProbeRuns(log);
    await endRun(host, 9);
    let minutes = 9;
    for (const [kind, status] of [
      ["start", "done"],
      ["start", "done"],
      ["stop", "done"],
      ["restart", "failed"],
    ] as const) {
      minutes -= 1;
      await buildOperation(tenant.id, { kind, status, finishedAt: minutesAgo(minutes) });
      await queueDueProbeRuns(log);
      expect(await db.probeRun.count({ where: { hostId: host.id, status: "queued" } }), kind).toBe(1);
      await endRun(host, minutes);
    }
  });

  it("are not asked for by a change that left everything as it was tried", async () => {
    const { host, tenants } = await hostWithPair();
    await queueDueProbeRuns(log);
    const untouched = { configHash: null, version: null, processStartedAt: null, pid: null };
    const circumstances = Object.fromEntries(tenants.map(({ slug }) => [slug, untouched]));
    await endRun(host, 9, { circumstances });
    for (const { id } of tenants) await done(id, "stop", 5);
    await queueDueProbeRuns(log);
    expect(await runsOf(host)).toHaveLength(1);
    await db.host.update({ where: { id: host.id }, data: { neighbourhood: { increment: 1 } } });
    await queueDueProbeRuns(log);
    expect(await runsOf(host)).toHaveLength(2);
  });

  it("come after a Gateway has restarted by itself, once it is quiet, and not again and again", async () => {
    const { host, tenants } = await hostWithPair();
    const [tenant] = tenants;
    if (tenant === undefined) throw new Error("There is no tenant.");
    await recordObservation(host.id, observationOf(tenant.slug));
    const queuedAfter = async (minutes: number) => {
      await queueAt(host, new Date(Date.now() + minutes * 60_000));
      return db.probeRun.count({ where: { hostId: host.id, status: "queued" } });
    };
    expect(await queuedAfter(2)).toBe(1);
    await endRuns();
    expect(await queuedAfter(20)).toBe(0);
    await recordObservation(host.id, observationOf(tenant.slug, { pid: 4712 }));
    await recordObservation(host.id, observationOf(tenant.slug, { pid: 4712 }));
    expect(await queuedAfter(0.9)).toBe(0);
    expect(await queuedAfter(4.9)).toBe(0);
    expect(await queuedAfter(5.1)).toBe(1);
    await endRuns();
    await recordObservation(host.id, observationOf(tenant.slug, { pid: 4713, phase: "backing-off" }));
    expect(await queuedAfter(29)).toBe(0);
    expect(await queuedAfter(31)).toBe(1);
  });

  it("come after what a clock that went back makes seem to lie in the future", async () => {
    const { host, tenants } = await hostWithPair(-24 * 60);
    expect(tenants).toHaveLength(2);
    await queueDueProbeRuns(log);
    expect(await runsOf(host)).toHaveLength(1);
  });

  it("are tried again when the last run failed, after a while", async () => {
    const { host } = await hostWithPair();
    await queueDueProbeRuns(log);
    await endRun(host, 10, { status: "failed", startedAt: minutesAgo(10), finishedAt: minutesAgo(9) });
    await queueDueProbeRuns(log);
    expect(await runsOf(host)).toHaveLength(1);
    await queueAt(host, new Date(Date.now() + 25 * 60_000));
    expect(await runsOf(host)).toHaveLength(2);
  });

  it("take at most half of a host's time, however often something changes there", async () => {
    const { host, tenants } = await hostWithPair(120);
    await queueDueProbeRuns(log);
    await endRun(host, 60, { startedAt: minutesAgo(60), finishedAt: minutesAgo(10) });
    for (const { id } of tenants) await done(id, "restart", 5);
    await queueDueProbeRuns(log);
    expect(await runsOf(host)).toHaveLength(1);
    await queueAt(host, new Date(Date.now() + 41 * 60_000));
    expect(await runsOf(host)).toHaveLength(2);
  });

  it("are not made where somebody turned them off, nor for a single tenant", async () => {
    const { host } = await hostWithPair();
    await setProbesAfterChange(actorOf(await buildUser()), { hostId: host.id, isOn: false });
    const lonely = await buildHost();
    const tenant = await buildTenant({ hostId: lonely.id });
    await done(tenant.id, "provision", 10);
    await queueDueProbeRuns(log);
    expect([...(await runsOf(host)), ...(await runsOf(lonely))]).toEqual([]);
    const activity = await db.activity.findFirst({ where: { action: "probe.automatic" } });
    expect(activity?.details).toMatchObject({ host: host.name, isOn: false });
  });

  it("can't be turned off by an account manager", async () => {
    const { host } = await hostWithPair();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(setProbesAfterChange(manager, { hostId: host.id, isOn: false })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
