import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { OperationKind } from "#lib/db/generated/enums.ts";
import { closeJobQueue } from "#lib/jobs/job-queue.ts";
import { createLogger } from "#lib/log/logger.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
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

async function endRuns(): Promise<void> {
  await db.probeRun.updateMany({ where: { status: "queued" }, data: { status: "done" } });
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
    await queueDueProbeRuns(log, later);
    expect(await runsOf(host)).toEqual([]);
    await db.operation.delete({ where: { id: working.id } });
    await queueDueProbeRuns(log, later);
    expect(await runsOf(host)).toHaveLength(1);
  });

  it("come after a first start and not after a later one", async () => {
    const { host, tenants } = await hostWithPair();
    await queueDueProbeRuns(log);
    await db.probeRun.updateMany({
      where: { hostId: host.id },
      data: { status: "done", createdAt: minutesAgo(9) },
    });
    const [tenant] = tenants;
    if (tenant === undefined) throw new Error("There is no tenant.");
    await done(tenant.id, "start", 8);
    await queueDueProbeRuns(log);
    expect(await runsOf(host)).toHaveLength(2);
    await db.probeRun.updateMany({
      where: { hostId: host.id },
      data: { status: "done", createdAt: minutesAgo(7) },
    });
    await done(tenant.id, "start", 5);
    await queueDueProbeRuns(log);
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
