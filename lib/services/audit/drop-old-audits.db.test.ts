import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { CheckStatus } from "#lib/db/generated/enums.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { dropOldAudits, keptAudits } from "./drop-old-audits.ts";
import { getTenantAudit } from "./index.ts";

const never = new AbortController().signal;
const began = Date.parse("2026-11-01T00:00:00Z");

/** Audits of a tenant, the first the oldest. */
async function addAudits(tenantId: string, statuses: readonly CheckStatus[]): Promise<string[]> {
  const rows = await db.auditRun.createManyAndReturn({
    data: statuses.map((status, minute) => {
      const createdAt = new Date(began + minute * 60_000);
      const isDone = status === "done";
      return { tenantId, status, createdAt, finishedAt: createdAt, ...(isDone && { critical: 1, warn: 2 }) };
    }),
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

const leftOf = async (tenantId: string) => {
  const rows = await db.auditRun.findMany({ where: { tenantId }, orderBy: { createdAt: "asc" } });
  return rows.map(({ id }) => id);
};

describe("the audits of a tenant", () => {
  it("are kept down to the newest, each tenant for itself", async () => {
    const [one, other] = [await buildTenant(), await buildTenant()];
    const many = await addAudits(one.id, Array<CheckStatus>(keptAudits + 2).fill("done"));
    const few = await addAudits(other.id, ["done", "failed"]);
    expect(await dropOldAudits(never)).toBe(2);
    expect(await leftOf(one.id)).toEqual(many.slice(2));
    expect(await leftOf(other.id)).toEqual(few);
  });

  it("stay with the newest that finished, whose numbers are shown beside later failures", async () => {
    const tenant = await buildTenant();
    const failures = Array<CheckStatus>(keptAudits).fill("failed");
    const audits = await addAudits(tenant.id, ["done", "done", "failed", ...failures]);
    await dropOldAudits(never);
    expect(await leftOf(tenant.id)).toEqual([audits[1], ...audits.slice(3)]);
    const actor = actorOf(await buildUser());
    expect(await getTenantAudit(actor, { slug: tenant.slug })).toMatchObject({
      status: { state: "failed", critical: 1, warn: 2 },
      lastDone: { id: audits[1] },
    });
  });

  it("stay while they go on", async () => {
    const tenant = await buildTenant();
    const audits = await addAudits(tenant.id, ["running", ...Array<CheckStatus>(keptAudits).fill("done")]);
    await dropOldAudits(never);
    expect(await leftOf(tenant.id)).toEqual(audits);
  });
});
