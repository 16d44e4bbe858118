import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { dropOldChecks, keptChecks } from "./drop-old-checks.ts";

const never = new AbortController().signal;
const began = Date.parse("2026-11-01T00:00:00Z");
const at = (minute: number) => new Date(began + minute * 60_000);

/** Checks of a host, the first the oldest. */
async function addChecks(
  hostId: string,
  count: number,
  oldest: Partial<Prisma.HostCheckCreateManyInput> = {},
): Promise<string[]> {
  const rows = await db.hostCheck.createManyAndReturn({
    data: Array.from({ length: count }, (_, minute) => ({
      ...{ hostId, neighbourhood: 1, status: "done" as const },
      ...{ createdAt: at(minute), finishedAt: at(minute) },
      ...(minute === 0 && oldest),
    })),
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

const leftOf = async (hostId: string) => {
  const rows = await db.hostCheck.findMany({ where: { hostId }, orderBy: { createdAt: "asc" } });
  return rows.map(({ id }) => id);
};

const circumstances = { neighbourhood: 1, observedAt: at(0) };

async function evidenceOf(tenantId: string, checkId: string): Promise<void> {
  const evidence = { verdictReason: null, rest: null };
  const row = { tenantId, checkId, item: "port", verdict: "proven", evidence, ...circumstances } as const;
  await db.itemEvidence.create({ data: row });
}

async function mistakesOf(tenantId: string, checkId: string): Promise<void> {
  await db.mistakeCheck.create({
    data: { tenantId, checkId, playbookVersion: "1", results: [], ...circumstances },
  });
}

function findingOf(tenantId: string, checkId: string, resolvedAt: Date | null) {
  const rows = { ruleId: "open-files", faults: [], faultKeys: ["one"], others: [] };
  return db.finding.create({
    data: { tenantId, checkId, ...rows, firstSeenAt: at(0), lastSeenAt: at(0), resolvedAt },
  });
}

describe("the checks of a host", () => {
  it("are kept down to the newest, each host for itself", async () => {
    const [one, other] = [await buildHost(), await buildHost()];
    const [many, few] = [await addChecks(one.id, keptChecks + 3), await addChecks(other.id, 3)];
    expect(await dropOldChecks(never)).toBe(3);
    expect(await leftOf(one.id)).toEqual(many.slice(3));
    expect(await leftOf(other.id)).toEqual(few);
    expect(await dropOldChecks(never)).toBe(0);
  });

  it.each([
    ["evidence that counts now", evidenceOf],
    ["verdicts of rules that count now", mistakesOf],
    ["an open finding", (tenantId: string, checkId: string) => findingOf(tenantId, checkId, null)],
  ])("stay, however old, with %s", async (_what, name) => {
    const tenant = await buildTenant();
    const checks = await addChecks(tenant.hostId, keptChecks + 2);
    const [oldest = ""] = checks;
    await name(tenant.id, oldest);
    await dropOldChecks(never);
    expect(await leftOf(tenant.hostId)).toEqual([oldest, ...checks.slice(2)]);
  });

  it("go although a finding that is resolved came from them", async () => {
    const tenant = await buildTenant();
    const checks = await addChecks(tenant.hostId, keptChecks + 1);
    const finding = await findingOf(tenant.id, checks[0] ?? "", at(1));
    await dropOldChecks(never);
    expect(await leftOf(tenant.hostId)).toEqual(checks.slice(1));
    expect(await db.finding.findUnique({ where: { id: finding.id } })).toMatchObject({ checkId: checks[0] });
  });

  it("stay while they go on", async () => {
    const host = await buildHost();
    const checks = await addChecks(host.id, keptChecks + 1, { status: "running", finishedAt: null });
    await dropOldChecks(never);
    expect(await leftOf(host.id)).toEqual(checks);
  });

  it.each([
    ["evidence", evidenceOf],
    ["verdicts of rules", mistakesOf],
  ])("can't be deleted along with %s that counts now", async (_what, name) => {
    const tenant = await buildTenant();
    const [id = ""] = await addChecks(tenant.hostId, 1);
    await name(tenant.id, id);
    await expect(db.hostCheck.delete({ where: { id } })).rejects.toMatchObject({ code: "P2003" });
    expect(await leftOf(tenant.hostId)).toEqual([id]);
    await db.tenant.delete({ where: { id: tenant.id } });
    await db.hostCheck.delete({ where: { id } });
  });
});
