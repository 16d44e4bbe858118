import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { items } from "#lib/domain/checklist/item.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { createReport, getReport } from "./index.ts";

const accountManager = async () => actorOf(await buildUser({ role: "account_manager" }));

describe("createReport", () => {
  it("freezes what is known, says what was never measured, and records who made it", async () => {
    const actor = await accountManager();
    const tenant = await buildTenant({ name: "Reception" });
    const { id } = await createReport(actor, { slug: tenant.slug });
    await db.tenant.update({ where: { id: tenant.id }, data: { name: "Renamed later" } });

    const report = await getReport(actor, { id });
    expect(report.tenantName).toBe("Reception");
    expect(report.items.map(({ item }) => item)).toEqual([...items]);
    expect(report.items.every(({ verdict }) => verdict === "not-measured")).toBe(true);
    expect(report.audit).toBeNull();
    expect(report.residualRisks.length).toBeGreaterThan(0);

    const activity = await db.activity.findFirstOrThrow({
      where: { action: "report.create", tenantId: tenant.id },
    });
    expect(activity.actorName).toBe(actor.name);
  });

  it("answers not found for a tenant that doesn't exist", async () => {
    await expect(createReport(await accountManager(), { slug: "no-such-tenant" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("refuses a background job", async () => {
    const tenant = await buildTenant();
    await expect(
      createReport({ kind: "job", name: "host-check" }, { slug: tenant.slug }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("getReport", () => {
  it.each([randomUUID(), "not-an-id"])("answers not found for %s", async (id) => {
    await expect(getReport(await accountManager(), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
