import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { buildClient } from "#prisma/builders/build-client.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { unique } from "#prisma/builders/unique.ts";
import { archiveTenant, getTenant, listTenants, updateTenant } from "./index.ts";

afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());

describe("the list", () => {
  it("finds by slug, name and client, in any letter case, taking % and _ literally", async () => {
    const client = await buildClient({ name: unique("Größe & Söhne") });
    const tenant = await buildTenant({ clientId: client.id, name: unique("50%_off") });
    const actor = await operator();
    for (const search of [tenant.slug.toUpperCase(), tenant.name, client.name.toLowerCase()]) {
      expect((await listTenants(actor, { search })).rows.map(({ id }) => id)).toContain(tenant.id);
    }
    expect((await listTenants(actor, { search: `${tenant.name}%` })).total).toBe(0);
  });

  it("filters by phase, where a quiet host makes every phase unknown", async () => {
    const client = await buildClient();
    const quiet = await buildHost({ lastSeenAt: new Date(Date.now() - 20_000) });
    const gateway = { observedPhase: "running" };
    const heard = await buildTenant({ clientId: client.id, gateway });
    const unheard = await buildTenant({ clientId: client.id, hostId: quiet.id, gateway });
    const actor = await operator();
    const slugs = async (phase: "running" | "unknown") =>
      (await listTenants(actor, { client: client.id, phase })).rows.map(({ slug }) => slug);
    expect(await slugs("running")).toEqual([heard.slug]);
    expect(await slugs("unknown")).toEqual([unheard.slug]);
  });

  it("sorts and pages without losing or repeating a row", async () => {
    const client = await buildClient();
    const host = await buildHost();
    for (const name of ["c", "a", "e", "b", "d"])
      await buildTenant({ clientId: client.id, hostId: host.id, name });
    const actor = await operator();
    const names: string[] = [];
    for (const page of [1, 2, 3]) {
      const { rows, total } = await listTenants(actor, {
        client: client.id,
        direction: "desc",
        page,
        pageSize: 2,
      });
      expect(total).toBe(5);
      names.push(...rows.map(({ name }) => name));
    }
    expect(names).toEqual(["e", "d", "c", "b", "a"]);
    for (const sort of ["slug", "client", "phase", "verdict", "audit", "created"] as const) {
      expect((await listTenants(actor, { client: client.id, sort })).rows).toHaveLength(5);
    }
  });

  it("finds tenants by the state of their audit", async () => {
    const client = await buildClient();
    const tenant = await buildTenant({
      clientId: client.id,
      gateway: { observedHash: "h", observedVersion: "1" },
    });
    const run = { tenantId: tenant.id, configHash: "h", version: "1", info: 0 };
    const actor = await operator();
    const state = async () => (await listTenants(actor, { client: client.id })).rows[0]?.audit.state;
    const finds = async (audit: "none" | "critical" | "stale" | "running") =>
      (await listTenants(actor, { client: client.id, audit })).total === 1;
    expect([await state(), await finds("none")]).toEqual(["none", true]);
    await db.auditRun.create({
      data: { ...run, status: "done", critical: 1, warn: 0, finishedAt: new Date() },
    });
    expect([await state(), await finds("critical")]).toEqual(["critical", true]);
    await db.gateway.update({ where: { tenantId: tenant.id }, data: { observedHash: "other" } });
    expect([await state(), await finds("stale")]).toEqual(["stale", true]);
    await db.auditRun.create({ data: { ...run, status: "queued" } });
    expect([await state(), await finds("running")]).toEqual(["running", true]);
  });

  it("refuses a query that makes no sense, by field", async () => {
    await expect(listTenants(await operator(), { pageSize: 5_000 })).rejects.toMatchObject({
      code: "INVALID",
      fields: { pageSize: expect.any(String) },
    });
  });
});

describe("an edit", () => {
  it("is kept with its activity, and refused when somebody else was quicker", async () => {
    const [actor, tenant] = [await operator(), await buildTenant()];
    const input = { slug: tenant.slug, version: tenant.version, name: "New name" };
    await expect(updateTenant(actor, input)).resolves.toEqual({ version: 2 });
    await expect(updateTenant(actor, input)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await getTenant(actor, { slug: tenant.slug })).toMatchObject({ name: "New name", version: 2 });
    expect(await db.activity.count({ where: { tenantId: tenant.id, action: "tenant.update" } })).toBe(1);
  });

  it("is refused to an account manager", async () => {
    const tenant = await buildTenant();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    const input = { slug: tenant.slug, version: 1, name: "Mine" };
    await expect(updateTenant(manager, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("archiving", () => {
  it("is refused while the Gateway is on its host, and takes the tenant off the list after", async () => {
    const [actor, tenant] = [await operator(), await buildTenant()];
    await expect(archiveTenant(actor, { slug: tenant.slug })).rejects.toMatchObject({ code: "CONFLICT" });
    await db.portBlock.delete({ where: { tenantId: tenant.id } });
    await db.gateway.update({ where: { tenantId: tenant.id }, data: { desiredState: "absent" } });
    await archiveTenant(actor, { slug: tenant.slug });
    expect((await listTenants(actor, { search: tenant.slug })).total).toBe(0);
    expect((await listTenants(actor, { search: tenant.slug, archived: true })).total).toBe(1);
  });

  it("answers an unknown slug with not found", async () => {
    await expect(archiveTenant(await operator(), { slug: "nobody" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
