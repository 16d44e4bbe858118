import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { vouchedSilenceMs } from "#lib/domain/checklist/freshness.ts";
import type { ObservationOrder, WatchEvent } from "#lib/host-agent/contract/observation.ts";
import { observationOf } from "#lib/jobs/testing/stand-in-agent.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { getFleet } from "#lib/services/fleet/index.ts";
import { listHosts } from "#lib/services/host/index.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { applyWatchEvent } from "./apply-watch-event.ts";

afterAll(() => closeJobQueue());

const hourMs = 3_600_000;
const fromNow = (ms: number) => new Date(Date.now() + ms);
const order = (uptimeMs: number, bootId = "boot"): ObservationOrder => ({ bootId, uptimeMs });
const beat = (ms: number, uptimeMs: number): WatchEvent => ({
  type: "beat",
  at: fromNow(ms).toISOString(),
  order: order(uptimeMs),
});
const change = ({ slug }: BuiltTenant, pid: number, at: Date, when?: ObservationOrder): WatchEvent => ({
  type: "change",
  observation: observationOf(slug, { pid, at: at.toISOString(), ...(when && { order: when }) }),
});
const pidOf = async ({ id }: BuiltTenant) => {
  const { observed } = await db.gateway.findUniqueOrThrow({ where: { tenantId: id } });
  return (observed as { pid: number } | null)?.pid;
};
const queued = ({ hostId }: BuiltTenant) => db.hostCheck.count({ where: { hostId, status: "queued" } });
const revision = async ({ hostId }: BuiltTenant) =>
  (await db.host.findUniqueOrThrow({ where: { id: hostId } })).neighbourhood;
const endChecks = () => db.hostCheck.updateMany({ where: { status: "queued" }, data: { status: "done" } });

describe("an observation", () => {
  it("counts when it was made later, though the host's clock went back in between", async () => {
    const tenant = await buildTenant();
    await applyWatchEvent(tenant.hostId, change(tenant, 1, fromNow(0), order(1_000)));
    await applyWatchEvent(tenant.hostId, change(tenant, 2, fromNow(-5 * hourMs), order(2_000)));
    expect(await pidOf(tenant)).toBe(2);
  });

  it("is left aside when it was made earlier, though its time is later", async () => {
    const tenant = await buildTenant();
    await applyWatchEvent(tenant.hostId, change(tenant, 1, fromNow(0), order(2_000)));
    await applyWatchEvent(tenant.hostId, change(tenant, 2, fromNow(hourMs), order(1_000)));
    expect(await pidOf(tenant)).toBe(1);
  });

  it("counts after a boot, and after the tenant was gone, whatever came before", async () => {
    const tenant = await buildTenant();
    await applyWatchEvent(tenant.hostId, change(tenant, 1, fromNow(0), order(9_000)));
    await applyWatchEvent(tenant.hostId, change(tenant, 2, fromNow(-hourMs), order(1_000, "next boot")));
    expect(await pidOf(tenant)).toBe(2);
    await applyWatchEvent(tenant.hostId, { type: "snapshot", agentBootId: "agent", observations: [] });
    expect(await pidOf(tenant)).toBeUndefined();
    await applyWatchEvent(tenant.hostId, change(tenant, 3, fromNow(-hourMs), order(1_500, "next boot")));
    expect(await pidOf(tenant)).toBe(3);
  });

  it("of an agent that says no order is taken by its time", async () => {
    const tenant = await buildTenant();
    await applyWatchEvent(tenant.hostId, change(tenant, 1, fromNow(0)));
    await applyWatchEvent(tenant.hostId, change(tenant, 2, fromNow(-hourMs)));
    expect(await pidOf(tenant)).toBe(1);
    await applyWatchEvent(tenant.hostId, change(tenant, 3, fromNow(1_000)));
    expect(await pidOf(tenant)).toBe(3);
  });
});

describe("a host's clock", () => {
  it("that was set is named on the host's page and the fleet, recorded, and has everything measured anew", async () => {
    const tenant = await buildTenant();
    const actor = actorOf(await buildUser());
    const problem = async () => {
      const { hosts } = await getFleet(actor, { hostId: tenant.hostId });
      const host = (await listHosts(actor)).find(({ id }) => id === tenant.hostId);
      expect(host?.clockProblem?.message ?? null).toBe(hosts[0]?.clockProblem);
      return hosts[0]?.clockProblem;
    };
    await applyWatchEvent(tenant.hostId, beat(0, 1_000));
    await applyWatchEvent(tenant.hostId, beat(3_000, 4_000));
    expect(await problem()).toBeNull();
    const before = await revision(tenant);
    await endChecks();
    await applyWatchEvent(tenant.hostId, beat(-3 * hourMs, 7_000));
    expect(await problem()).toContain("3 hours behind");
    await applyWatchEvent(tenant.hostId, beat(0, 10_000));
    expect(await problem()).toContain("set forward by 3 hours");
    expect(await revision(tenant)).toBe(before + 2);
    expect(await queued(tenant)).toBe(1);
    const told = await db.activity.findMany({ where: { action: "host.clock-jump" }, orderBy: { id: "asc" } });
    expect(told.map(({ details }) => Math.sign((details as { byMs: number }).byMs))).toEqual([-1, 1]);
  });
});

describe("a host that is heard again", () => {
  it.each([
    [
      "after a silence in which nobody saw what was done there is looked at again",
      vouchedSilenceMs + 1_000,
      1,
    ],
    ["after an agent's restart is not", 30_000, 0],
  ])("%s", async (_, silenceMs, checks) => {
    const tenant = await buildTenant();
    await db.host.update({ where: { id: tenant.hostId }, data: { lastSeenAt: fromNow(-silenceMs) } });
    await applyWatchEvent(tenant.hostId, beat(0, 1_000));
    expect(await queued(tenant)).toBe(checks);
    await endChecks();
    await applyWatchEvent(tenant.hostId, beat(3_000, 4_000));
    expect(await queued(tenant)).toBe(0);
  });
});
