import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import { vouchedSilenceMs } from "#lib/domain/checklist/freshness.ts";
import type { HostEvidence, ItemEvidence, TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { createReport, getReport } from "#lib/services/report/index.ts";
import { getTenant, listTenants } from "#lib/services/tenant/index.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { requestHostCheck } from "./index.ts";
import { runHostCheck } from "./run-host-check.ts";
import { buildEvidence, builtConfigHash } from "./testing/build-evidence.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
const hourMs = 3_600_000;
let agent: ApiServer | undefined;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());
const fromNow = (ms: number) => new Date(Date.now() + ms);

async function builtTenant(): Promise<BuiltTenant> {
  const host = await buildHost();
  const gateway = { observedPhase: "running", observedHash: builtConfigHash, observedVersion: "2026.9.6" };
  return buildTenant({ hostId: host.id, gateway });
}

/** The workspace open to everybody, which nothing else is. */
const open: Partial<ItemEvidence> = {
  defects: [{ id: "workspace.mode", message: "Its mode is 0777.", nextStep: "Close it." }],
};
const unmeasured: Partial<ItemEvidence> = { isMeasured: false, reason: "It could not be opened." };
const pass = (slug: string, workspace: Partial<ItemEvidence>, at = new Date()): HostEvidence => ({
  at: at.toISOString(),
  accounts: [],
  tenants: [buildEvidence(slug, { workspace }) satisfies TenantEvidence],
});

async function check({ hostId }: BuiltTenant, evidence: () => Promise<HostEvidence>): Promise<string> {
  agent = await startStandInAgent({ evidence });
  const { id } = await requestHostCheck(await operator(), { hostId });
  await runHostCheck(id, log, never);
  await agent.close();
  agent = undefined;
  return id;
}

async function shown({ slug }: BuiltTenant) {
  const actor = await operator();
  const tenant = await getTenant(actor, { slug });
  const workspace = tenant.items.find(({ item }) => item === "workspace");
  const { rows } = await listTenants(actor, { search: slug });
  expect(rows[0]?.worstVerdict).toBe(tenant.worstVerdict);
  return { ...tenant, workspace };
}

describe("a newer pass", () => {
  it.each([
    ["an hour earlier", -hourMs],
    ["years earlier", -10 * 365 * 24 * hourMs],
  ])("counts though its host's clock says that it is %s", async (_, ms) => {
    const tenant = await builtTenant();
    await check(tenant, async () => pass(tenant.slug, {}));
    expect(await shown(tenant)).toMatchObject({ worstVerdict: "proven" });
    await check(tenant, async () => pass(tenant.slug, open, fromNow(ms)));
    expect(await shown(tenant)).toMatchObject({ worstVerdict: "failed", workspace: { verdict: "failed" } });
  });

  it("counts though what is there is of a time to come", async () => {
    const tenant = await builtTenant();
    await check(tenant, async () => pass(tenant.slug, {}, fromNow(hourMs)));
    const before = await shown(tenant);
    expect(before.counts).toMatchObject({ proven: 0, "not-measured": 10 });
    expect(before.workspace?.reason).toContain("still to come");
    await check(tenant, async () => pass(tenant.slug, open));
    expect(await shown(tenant)).toMatchObject({ workspace: { verdict: "failed" } });
  });

  it("is not replaced by one that began earlier and ends later, whatever the time in it", async () => {
    const tenant = await builtTenant();
    const older = await check(tenant, async () => {
      const { id } = await db.hostCheck.create({
        data: { hostId: tenant.hostId, neighbourhood: 1, status: "queued" },
      });
      const inner = await startStandInAgent({ evidence: async () => pass(tenant.slug, open) });
      await runHostCheck(id, log, never);
      await inner.close();
      return pass(tenant.slug, {}, fromNow(30_000));
    });
    expect(await shown(tenant)).toMatchObject({ workspace: { verdict: "failed" } });
    expect((await shown(tenant)).latestCheck?.id).not.toBe(older);
  });

  it("is the latest one though the dashboard's clock went back before it was asked for", async () => {
    const tenant = await builtTenant();
    const first = await check(tenant, async () => pass(tenant.slug, {}));
    await db.hostCheck.update({ where: { id: first }, data: { createdAt: fromNow(hourMs) } });
    const second = await check(tenant, async () => pass(tenant.slug, open));
    expect((await shown(tenant)).latestCheck?.id).toBe(second);
  });
});

describe("what failed", () => {
  it("stays failed while it can't be looked at again, and says so, until it is found well", async () => {
    const tenant = await builtTenant();
    await check(tenant, async () => pass(tenant.slug, open));
    const { faults } = (await shown(tenant)).workspace ?? {};
    await check(tenant, async () => pass(tenant.slug, unmeasured));
    await check(tenant, async () => pass(tenant.slug, unmeasured));
    const { workspace } = await shown(tenant);
    expect(workspace).toMatchObject({ verdict: "failed", faults, stale: "It could not be opened." });
    expect(workspace?.reason).toBe(
      "Its mode is 0777. So it was when last looked at, and not looked at since: it could not be opened.",
    );
    await check(tenant, async () => pass(tenant.slug, {}));
    expect(await shown(tenant)).toMatchObject({ worstVerdict: "proven", workspace: { stale: null } });
  });

  it("stays failed through a restart, which takes what was proven along", async () => {
    const tenant = await builtTenant();
    await check(tenant, async () => pass(tenant.slug, open));
    await db.gateway.update({ where: { tenantId: tenant.id }, data: { processStamp: 2_000_000_000 } });
    expect(await shown(tenant)).toMatchObject({
      counts: { failed: 1, "not-measured": 9, proven: 0 },
      workspace: { verdict: "failed" },
    });
  });
});

describe("a host that is silent", () => {
  it("vouches for nothing: items, mistakes and the report are not measured, and what failed stays failed", async () => {
    const [proven, failed] = [await builtTenant(), await builtTenant()];
    await check(proven, async () => pass(proven.slug, {}));
    await check(failed, async () => pass(failed.slug, open));
    const hear = (ms: number) =>
      db.host.updateMany({
        where: { id: { in: [proven.hostId, failed.hostId] } },
        data: { lastSeenAt: fromNow(ms) },
      });
    await hear(-vouchedSilenceMs + 20_000);
    expect(await shown(proven)).toMatchObject({ counts: { proven: 10 } });
    await hear(-vouchedSilenceMs - 1_000);
    const silent = await shown(proven);
    expect(silent).toMatchObject({
      counts: { proven: 0, "not-measured": 10 },
      gateway: { phase: "unknown" },
    });
    expect(silent.risks.notMeasured).toBeGreaterThan(0);
    expect(silent.workspace?.reason).toContain("can't be heard");
    expect(await shown(failed)).toMatchObject({ counts: { proven: 0, failed: 1, "not-measured": 9 } });
    const actor = await operator();
    const { id } = await createReport(actor, { slug: proven.slug });
    const report = await getReport(actor, { id });
    expect(report.items.map(({ verdict }) => verdict)).toEqual(Array(10).fill("not-measured"));
    expect(report.items.map(({ missing }) => missing)).toEqual(Array(10).fill("silent"));
    expect(report).toMatchObject({ audit: null, attempts: null });
  });
});
