import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import type { Identity, TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { getFleet, getMatrix } from "#lib/services/fleet/index.ts";
import { getTenant, listTenants } from "#lib/services/tenant/index.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { listChecks, requestHostCheck } from "./index.ts";
import { runHostCheck } from "./run-host-check.ts";
import { buildEvidence, builtConfigHash } from "./testing/build-evidence.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
const observed = {
  gateway: { observedPhase: "running", observedHash: builtConfigHash, observedVersion: "2026.9.6" },
};
let agent: ApiServer | undefined;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());

const evidenceOf = (slug: string, workspace: Identity[] = []): TenantEvidence =>
  buildEvidence(slug, { workspace: { identities: workspace } });

async function check(host: { id: string }, tenants: TenantEvidence[]): Promise<void> {
  agent = await startStandInAgent({
    evidence: async () => ({ at: new Date().toISOString(), accounts: [], tenants }),
  });
  const { id } = await requestHostCheck(await operator(), { hostId: host.id });
  await runHostCheck(id, log, never);
  await agent.close();
  agent = undefined;
}

async function twoTenants(): Promise<{ host: { id: string }; a: BuiltTenant; b: BuiltTenant }> {
  const host = await buildHost();
  const a = await buildTenant({ hostId: host.id, ...observed });
  const b = await buildTenant({ hostId: host.id, ...observed });
  return { host, a, b };
}

const workspaceOf = async (slug: string) => {
  const tenant = await getTenant(await operator(), { slug });
  const workspace = tenant.items.find(({ item }) => item === "workspace");
  if (workspace === undefined) throw new Error("The checklist has a workspace.");
  return workspace;
};

describe("a check", () => {
  it("is asked for once, however often before it begins", async () => {
    const host = await buildHost();
    const actor = await operator();
    const [first, second] = await Promise.all([
      requestHostCheck(actor, { hostId: host.id }),
      requestHostCheck(actor, { hostId: host.id }),
    ]);
    expect(second.id).toBe(first.id);
  });

  it("refuses an account manager", async () => {
    const host = await buildHost();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(requestHostCheck(manager, { hostId: host.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("shows every item as not measured before the first one", async () => {
    const tenant = await getTenant(await operator(), { slug: (await buildTenant()).slug });
    expect(tenant.counts).toEqual({ failed: 0, "not-measured": 10, accepted: 0, proven: 0 });
  });

  it("proves tenants that share nothing", async () => {
    const { host, a, b } = await twoTenants();
    await check(host, [evidenceOf(a.slug), evidenceOf(b.slug)]);
    const tenant = await getTenant(await operator(), { slug: a.slug });
    expect(tenant).toMatchObject({ worstVerdict: "proven", counts: { proven: 10 } });
    expect(tenant.latestCheck?.status).toBe("done");
  });

  it("turns both red, by name, when one's workspace is the other's", async () => {
    const { host, a, b } = await twoTenants();
    const shared: Identity = { kind: "path", value: "/srv/shared", label: "workspace of the default agent" };
    await check(host, [evidenceOf(a.slug, [shared]), evidenceOf(b.slug, [shared])]);
    for (const [mine, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const workspace = await workspaceOf(mine.slug);
      expect(workspace.verdict).toBe("failed");
      expect(workspace.reason).toContain(`is also used by ${other.slug}`);
      expect(workspace.sharing).toMatchObject([{ otherSlug: other.slug, value: "/srv/shared" }]);
    }
    const fleet = await getFleet(await operator());
    const [first, second] = [a.slug, b.slug].sort();
    expect(fleet.hosts.find(({ id }) => id === host.id)?.walls).toMatchObject([
      { a: first, b: second, verdict: "failed", breaches: [{ item: "workspace" }] },
    ]);
    const matrix = await getMatrix(await operator(), { search: a.slug });
    const cell = matrix.rows[0]?.cells.find(({ item }) => item === "workspace");
    expect(cell).toMatchObject({ verdict: "failed", sharedWith: [b.slug] });
  });

  it("tells an operator once what the host lets several tenants do, and an account manager nothing of it", async () => {
    const { host, a, b } = await twoTenants();
    const open = { id: "host-access.host-open", message: "Anyone can change /srv/x.", nextStep: "Close it." };
    const own = { ...open, message: `The tenant's user ${b.slug} can run /srv/y.` };
    await check(host, [
      buildEvidence(a.slug, { "host-access": { defects: [open] } }),
      buildEvidence(b.slug, { "host-access": { defects: [open, own], isMeasured: false, reason: "No." } }),
    ]);
    const [seen] = await listChecks(await operator(), { hostId: host.id });
    const told = new Map(
      seen?.openings?.map(({ message, tenants }) => [message, tenants.map(({ slug }) => slug)]),
    );
    expect(told).toEqual(
      new Map([
        [open.message, [a.slug, b.slug].sort()],
        [own.message, [b.slug]],
      ]),
    );
    expect(seen?.unmeasured).toBe(1);
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    expect(await listChecks(manager, { hostId: host.id })).toMatchObject([{ openings: null, unmeasured: 0 }]);
  });

  it("that began before a change never replaces what was seen after it, however late it ends", async () => {
    const { host, a, b } = await twoTenants();
    const seen = async () => ({
      at: new Date().toISOString(),
      accounts: [],
      tenants: [evidenceOf(a.slug), evidenceOf(b.slug)],
    });
    let isFirst = true;
    agent = await startStandInAgent({
      evidence: async () => {
        if (!isFirst) return seen();
        isFirst = false;
        await db.host.update({ where: { id: host.id }, data: { neighbourhood: { increment: 1 } } });
        const { id } = await requestHostCheck(await operator(), { hostId: host.id });
        await runHostCheck(id, log, never);
        return seen();
      },
    });
    const { id } = await requestHostCheck(await operator(), { hostId: host.id });
    await runHostCheck(id, log, never);
    expect(await workspaceOf(a.slug)).toMatchObject({ verdict: "proven" });
    expect(await db.hostCheck.count({ where: { hostId: host.id, status: "done" } })).toBe(2);
  });

  it("fails with its reason when the agent has been away for too long", async () => {
    const host = await buildHost();
    const { id } = await requestHostCheck(await operator(), { hostId: host.id });
    await expect(runHostCheck(id, log, never)).rejects.toThrow("can't be reached");
    const longAgo = new Date(Date.now() - 6 * 60_000);
    await db.hostCheck.update({ where: { id }, data: { createdAt: longAgo } });
    await runHostCheck(id, log, never);
    expect(await db.hostCheck.findUnique({ where: { id } })).toMatchObject({
      status: "failed",
      error: { message: "The host agent can't be reached: it isn't running." },
    });
  });
});

describe("a verdict", () => {
  it.each([
    [
      "a day passes",
      "more than 24 h ago",
      async (a: BuiltTenant) => {
        const dayAgo = new Date(Date.now() - 25 * 3_600_000);
        await db.itemEvidence.updateMany({ where: { tenantId: a.id }, data: { observedAt: dayAgo } });
      },
    ],
    [
      "the configuration changes",
      "configuration has changed",
      async (a: BuiltTenant) => {
        await db.gateway.update({ where: { tenantId: a.id }, data: { observedHash: "b".repeat(64) } });
      },
    ],
    [
      "the version changes",
      "version has changed",
      async (a: BuiltTenant) => {
        await db.gateway.update({ where: { tenantId: a.id }, data: { observedVersion: "2026.10.1" } });
      },
    ],
    [
      "a neighbour comes",
      "came, went or changed",
      async (a: BuiltTenant) => {
        await db.host.update({ where: { id: a.hostId }, data: { neighbourhood: { increment: 1 } } });
      },
    ],
  ])("decays to not measured when %s", async (_when, reason, change) => {
    const { host, a, b } = await twoTenants();
    await check(host, [evidenceOf(a.slug), evidenceOf(b.slug)]);
    await change(a);
    const workspace = await workspaceOf(a.slug);
    expect(workspace).toMatchObject({ verdict: "not-measured", decayedFrom: "proven" });
    expect(workspace.reason).toContain(reason);
    // The list finds it by the same rules, which it has in SQL.
    const found = await listTenants(await operator(), { search: a.slug, verdict: "not-measured" });
    expect(found.rows).toMatchObject([{ slug: a.slug, worstVerdict: "not-measured" }]);
  });

  it("stays when the Gateway stops and no longer says its version", async () => {
    const { host, a, b } = await twoTenants();
    await check(host, [evidenceOf(a.slug), evidenceOf(b.slug)]);
    await db.gateway.update({ where: { tenantId: a.id }, data: { observedVersion: null } });
    expect(await workspaceOf(a.slug)).toMatchObject({ verdict: "proven" });
    const found = await listTenants(await operator(), { search: a.slug, verdict: "proven" });
    expect(found.total).toBe(1);
  });
});
