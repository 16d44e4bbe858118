import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { verdicts } from "#lib/domain/checklist/verdict.ts";
import { auditsOf } from "#lib/services/audit/audits-of.ts";
import { buildClient } from "#prisma/builders/build-client.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { auditStateSql, hasMistakeSql, phaseSql, worstVerdictSql } from "./current-verdicts-sql.ts";
import { tenantRowInclude, toTenantRowDto } from "./tenant-row.ts";
import { evidenceRows, hosts, now, type RandomTenant, randomTenant } from "./testing/random-tenant.ts";

/** The long run: BULKHEAD_FUZZ_TENANTS=50000 BULKHEAD_FUZZ_SEED=… npx vitest run --project db lib/services/tenant */
const tenants = Number(process.env.BULKHEAD_FUZZ_TENANTS ?? 400);
const seed = Number(process.env.BULKHEAD_FUZZ_SEED ?? 7);
const atOnce = 60;

let clientId: string;
const hostIds = new Map<RandomTenant["host"], string>();
const checkIds = new Map<RandomTenant["host"], string>();

beforeAll(async () => {
  clientId = (await buildClient()).id;
  for (const host of hosts) {
    const { id: hostId } = await buildHost(host);
    hostIds.set(host, hostId);
    const check = await db.hostCheck.create({ data: { hostId, neighbourhood: 1 } });
    checkIds.set(host, check.id);
  }
});

it("finds and sorts tenants by the very verdicts that it shows", { timeout: tenants * 30 }, () =>
  fc.assert(
    fc.asyncProperty(fc.array(randomTenant, { size: "max", maxLength: atOnce }), async (list) => {
      await write(list);
      expect(await inSql()).toEqual(await shown());
    }),
    { numRuns: Math.ceil((2 * tenants) / atOnce), seed },
  ),
);

async function inSql() {
  const rows = await db.$queryRaw<
    { slug: string; worst: number; open: boolean; accepted: boolean; audit: string; phase: string }[]
  >`
    SELECT t."slug", ${worstVerdictSql(now)} AS "worst", ${hasMistakeSql(now, false)} AS "open",
      ${hasMistakeSql(now, true)} AS "accepted", ${auditStateSql(now)} AS "audit", ${phaseSql(now)} AS "phase"
    FROM "Tenant" t JOIN "Host" h ON h."id" = t."hostId" JOIN "Gateway" g ON g."tenantId" = t."id"
    ORDER BY t."slug"`;
  return rows.map((row) => ({ ...row, worst: verdicts[row.worst] }));
}

async function shown() {
  const rows = await db.tenant.findMany({ include: tenantRowInclude, orderBy: { slug: "asc" } });
  const auditOf = await auditsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const { slug, worstVerdict, risks, audit, phase } = toTenantRowDto(
      row,
      { audits: auditOf(row.id), attempts: null },
      now,
    );
    const { open, accepted } = risks;
    return { slug, worst: worstVerdict, open: open > 0, accepted: accepted > 0, audit: audit.state, phase };
  });
}

/** Puts these in the place of all tenants that there are. */
async function write(list: readonly RandomTenant[]): Promise<void> {
  const known = list.map((random, at) => ({
    ...random,
    tenantId: randomUUID(),
    slug: `tenant-${String(at).padStart(3, "0")}`,
    hostId: hostIds.get(random.host) ?? "",
    checkId: checkIds.get(random.host) ?? "",
  }));
  await db.$transaction([
    db.tenant.deleteMany(),
    db.tenant.createMany({
      data: known.map(({ tenantId, slug, hostId }) => ({
        ...{ id: tenantId, slug, name: slug, hostId, clientId },
        ...{ rung: "os_user" as const, decision: {} },
      })),
    }),
    db.gateway.createMany({
      data: known.map(({ tenantId, gateway }) => ({
        ...{ tenantId, ...gateway, hasPowerfulTools: false },
        ...{ desiredState: "running" as const, desiredVersion: "1" },
      })),
    }),
    db.itemEvidence.createMany({ data: known.flatMap((one) => evidenceRows(one, one)) }),
    db.riskAcceptance.createMany({
      data: known.flatMap(({ tenantId, accepted }) => accepted.map((row) => ({ ...row, tenantId, ...who }))),
    }),
    db.mistakeCheck.createMany({
      data: known.flatMap(({ tenantId, checkId, mistakes }) =>
        mistakes === null ? [] : [{ ...mistakes, tenantId, checkId, playbookVersion: "1" }],
      ),
    }),
    db.finding.createMany({
      data: known.flatMap(({ tenantId, checkId, findings }) =>
        findings.map((row) => ({ ...row, tenantId, checkId, ...seen })),
      ),
    }),
    db.auditRun.createMany({
      data: known.flatMap(({ tenantId, audits }) => audits.map((row) => ({ ...row, tenantId }))),
    }),
  ]);
}

const who = { reason: "It is known.", ownerId: randomUUID(), ownerName: "A", acceptedByName: "A" };
const seen = { faults: [], others: [], firstSeenAt: now, lastSeenAt: now };
