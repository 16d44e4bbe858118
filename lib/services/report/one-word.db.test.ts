import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import { type Overall, worstParts } from "#lib/domain/overall/overall.ts";
import { probeIds } from "#lib/domain/probe/probes.ts";
import { measuredPair, type Pair } from "#lib/jobs/testing/measured-pair.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { renderReport } from "#lib/report/render-report.tsx";
import { overallOfReport } from "#lib/report/report-content.ts";
import { requestAudit } from "#lib/services/audit/index.ts";
import { getFleet } from "#lib/services/fleet/index.ts";
import { getTenant } from "#lib/services/tenant/index.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { createReport, getReport } from "./index.ts";

afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());
const blamed = (overall: Overall) => [overall.verdict, ...worstParts(overall).map(({ part }) => part)];

/** What the tenant's page, its compartment and a report say of it; the same each, or the test fails. */
async function wordOf({ slug, hostId }: { slug: string; hostId: string }): Promise<string[]> {
  const actor = await operator();
  const { overall } = await getTenant(actor, { slug });
  const [host] = (await getFleet(actor, { hostId })).hosts;
  const compartment = host?.compartments.find((one) => one.slug === slug);
  const report = await getReport(actor, await createReport(actor, { slug }));
  expect(compartment?.overall).toEqual(overall);
  expect(overallOfReport(report)).toEqual(overall);
  return blamed(overall);
}

async function letThrough({ host, tenant, neighbour }: Pair, mark: string): Promise<void> {
  const position = probeIds.indexOf("files.logs");
  const proven = "p".repeat(probeIds.length);
  await db.probePair.updateMany({
    where: { run: { hostId: host.id }, source: neighbour.slug, target: tenant.slug },
    data: { marks: proven.slice(0, position) + mark + proven.slice(position + 1) },
  });
}

const part = (tenantId: string, data: object) => db.auditRun.updateMany({ where: { tenantId }, data });

describe("the one word for a tenant, on its page, in the hull and on a report", () => {
  it("is proven when everything of it is", async () => {
    const { tenant } = await measuredPair();
    expect(await wordOf(tenant)).toEqual(["proven"]);
  });

  it("is failed for both when something got through between them", async () => {
    const pair = await measuredPair();
    await letThrough(pair, "f");
    expect(await wordOf(pair.tenant)).toEqual(["failed", "attempts"]);
    expect(await wordOf(pair.neighbour)).toEqual(["failed", "attempts"]);
  });

  it("is failed while a mistake is open", async () => {
    const { tenant } = await measuredPair();
    const { checkId } = await db.mistakeCheck.findUniqueOrThrow({ where: { tenantId: tenant.id } });
    const now = new Date();
    const ruleId = "secret-in-dotenv";
    await db.finding.create({
      data: {
        ...{ tenantId: tenant.id, ruleId, checkId, faults: [], faultKeys: ["key"], others: [] },
        ...{ firstSeenAt: now, lastSeenAt: now },
      },
    });
    const results = [{ ruleId, state: "found", reason: null }];
    await db.mistakeCheck.update({ where: { tenantId: tenant.id }, data: { results } });
    expect(await wordOf(tenant)).toEqual(["failed", "mistakes"]);
  });

  it.each<[string, object, (Verdict | "audit")[]]>([
    ["found something critical", { critical: 1, result: summary(1) }, ["failed", "audit"]],
    ["is too old", { finishedAt: new Date(0) }, ["not-measured", "audit"]],
    ["didn't finish", { status: "failed", result: undefined }, ["not-measured", "audit"]],
    ["only warns", { warn: 2, result: summary(0) }, ["proven"]],
  ])("goes with the audit, which %s", async (_, data, word) => {
    const { tenant } = await measuredPair();
    await part(tenant.id, data);
    expect(await wordOf(tenant)).toEqual(word);
  });

  it("rests on the last audit while another one runs, as long as that counts", async () => {
    const { tenant } = await measuredPair();
    await requestAudit(await operator(), { slug: tenant.slug });
    expect(await wordOf(tenant)).toEqual(["proven"]);
    await db.auditRun.updateMany({
      where: { tenantId: tenant.id, status: "done" },
      data: { finishedAt: new Date(0) },
    });
    expect(await wordOf(tenant)).toEqual(["not-measured", "audit"]);
  });

  it("leaves attempts out where nobody else is on the host", async () => {
    const host = await buildHost();
    const tenant = await buildTenant({ hostId: host.id });
    expect(await wordOf(tenant)).toEqual(["not-measured", "checklist", "mistakes", "audit"]);
    const { overall } = await getTenant(await operator(), { slug: tenant.slug });
    expect(overall.parts.map((one) => one.part)).toEqual(["checklist", "mistakes", "audit"]);
  });
});

describe("a report", () => {
  it("names what got through and from how many, and no other tenant", async () => {
    const pair = await measuredPair();
    const name = "Rival Orthodontics";
    await db.tenant.update({ where: { id: pair.neighbour.id }, data: { name } });
    await letThrough(pair, "f");
    const actor = await operator();
    const textOf = async (slug: string) => {
      const report = await getReport(actor, await createReport(actor, { slug }));
      const file = path.join(await mkdtemp(path.join(tmpdir(), "report-")), "report.pdf");
      await writeFile(file, await renderReport(report));
      return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).replace(/\s+/g, " ");
    };
    const hit = await textOf(pair.tenant.slug);
    expect(hit).toContain("Another tenant can read this tenant's logs (from 1 tenant)");
    expect(hit).not.toContain(pair.neighbour.slug);
    expect(hit).not.toContain(name);
    const hitter = await textOf(pair.neighbour.slug);
    expect(hitter).toContain("Another tenant can read this tenant's logs (to 1 tenant)");
    expect(hitter).not.toContain(pair.tenant.slug);
  });

  it("names what got through in a run that broke off, even when no run was ever complete", async () => {
    const pair = await measuredPair();
    await letThrough(pair, "f");
    await db.probeRun.updateMany({ where: { hostId: pair.host.id }, data: { status: "failed" } });
    const actor = await operator();
    const { id } = await createReport(actor, { slug: pair.tenant.slug });
    expect(await getReport(actor, { id })).toMatchObject({
      attempts: { reached: 1, reachedRisks: [{ probe: "files.logs", tenants: 1 }], at: null },
      attemptsInAll: { verdict: "failed", failed: 1 },
    });
  });
});

function summary(critical: number) {
  return {
    ...{ summary: { critical, warn: critical === 0 ? 2 : 0, info: 0 }, findings: [], suppressed: [] },
    ...{ secretDiagnostics: [], version: "2026.9.6", configHash: "a".repeat(64), durationMs: 1 },
    at: new Date().toISOString(),
  };
}
