import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { itemLabels, items } from "#lib/domain/checklist/item.ts";
import { mistakeRule } from "#lib/domain/mistakes/mistake-rules.ts";
import { blankView } from "#lib/domain/mistakes/testing/blank-view.ts";
import { probeIds } from "#lib/domain/probe/probes.ts";
import type { AuditResult } from "#lib/host-agent/contract/audit.ts";
import type { TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { renderReport } from "#lib/report/render-report.tsx";
import { requestHostCheck } from "#lib/services/check/index.ts";
import { runHostCheck } from "#lib/services/check/run-host-check.ts";
import { buildEvidence, builtConfigHash } from "#lib/services/check/testing/build-evidence.ts";
import { requestProbeRun } from "#lib/services/probe/index.ts";
import { runProbeRun } from "#lib/services/probe/run-probe-run.ts";
import { buildAttempts, buildFinished, buildStarted } from "#lib/services/probe/testing/probe-events.ts";
import { acceptRisk, getTenantRisks } from "#lib/services/risk/index.ts";
import { getTenant } from "#lib/services/tenant/index.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { createReport, getReport } from "./index.ts";

afterAll(() => closeJobQueue());

const version = "2026.9.6";
const observed = { observedPhase: "running", observedHash: builtConfigHash, observedVersion: version };
const changed = { observedHash: "b".repeat(64) };
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const operator = async () => actorOf(await buildUser());

/** A tenant that was just checked, alone on its host, with what the agent would see of it. */
async function checkedTenant(evidenceOf: (slug: string) => TenantEvidence) {
  const host = await buildHost();
  const tenant = await buildTenant({ hostId: host.id, gateway: observed });
  const agent = await startStandInAgent({
    evidence: async () => ({
      ...{ at: new Date().toISOString(), accounts: [] },
      tenants: [evidenceOf(tenant.slug)],
    }),
  });
  const { id } = await requestHostCheck(await operator(), { hostId: host.id });
  await runHostCheck(id, createLogger("test", "silent"), new AbortController().signal);
  await agent.close();
  return tenant;
}

/** A report made now: what is kept of it, and its page as one line. */
async function reportOf({ slug }: { slug: string }) {
  const actor = actorOf(await buildUser({ role: "account_manager" }));
  const { id } = await createReport(actor, { slug });
  const report = await getReport(actor, { id });
  const file = path.join(await mkdtemp(path.join(tmpdir(), "report-")), "report.pdf");
  await writeFile(file, await renderReport(report));
  const page = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  const verdictOf = (item: (typeof items)[number]) => report.items.find((row) => row.item === item)?.verdict;
  return { report, verdictOf, page, line: page.replace(/\s+/g, " ") };
}

const change = (tenantId: string, data: Prisma.GatewayUpdateInput) =>
  db.gateway.update({ where: { tenantId }, data });

describe("an item in a report", () => {
  const defect = { id: "logs.open-mode", message: "Everybody may read it.", nextStep: "Close it." };
  const openLogs = (slug: string) => buildEvidence(slug, { logs: { defects: [defect] } });

  it("that is accepted is shown as accepted, and counted as measured and not as proven", async () => {
    const tenant = await checkedTenant(openLogs);
    expect((await reportOf(tenant)).line).toMatch(/\b9 proven\b/);
    const { items: now } = await getTenant(await operator(), { slug: tenant.slug });
    const faults = now.find(({ item }) => item === "logs")?.faults ?? [];
    const expiresOn = inDays(9).toISOString().slice(0, 10);
    const subject = { kind: "item", id: "logs" } as const;
    const reason = "The client knows of it.";
    await acceptRisk(await operator(), {
      slug: tenant.slug,
      subject,
      faults: [...faults],
      reason,
      expiresOn,
    });

    const { verdictOf, page, line } = await reportOf(tenant);
    expect(verdictOf("logs")).toBe("accepted");
    expect(page).toMatch(new RegExp(`^ *${itemLabels.logs} +Accepted\\b`, "m"));
    expect(line).toMatch(/\b10 of 10 items measured\b/);
    expect(line).toMatch(/\b9 proven\b/);
  });

  it("that several people answer for is accepted until the first of them stops, whatever others once said", async () => {
    const twice = (slug: string) =>
      buildEvidence(slug, {
        logs: { defects: [defect, { ...defect, id: "logs.other-owner" }] },
      });
    const tenant = await checkedTenant(twice);
    const { items: now } = await getTenant(await operator(), { slug: tenant.slug });
    const [one = "", other = ""] = now.find(({ item }) => item === "logs")?.faults ?? [];
    const { id: ownerId } = await buildUser();
    const accept = (faults: string[], expiresAt: Date) =>
      db.riskAcceptance.create({
        data: {
          ...{ tenantId: tenant.id, kind: "item", subject: "logs", faults, expiresAt, ownerId },
          ...{ reason: "The client knows of it.", ownerName: "Ada", acceptedByName: "Ada" },
        },
      });
    const [nine, five] = [inDays(9), inDays(5)];
    await accept([one, other], inDays(-1));
    await accept([one], nine);
    const lasts = async () => (await reportOf(tenant)).report.items.find(({ item }) => item === "logs");
    expect(await lasts()).toMatchObject({ verdict: "failed", acceptedUntil: null });
    await accept([other], five);
    const until = new Date(five.getTime() - 1).toISOString().slice(0, 10);
    expect(await lasts()).toMatchObject({ verdict: "accepted", acceptedUntil: until });
  });

  it.each<[what: string, gateway: Prisma.GatewayUpdateInput]>([
    ["the configuration has changed", changed],
    ["the version has changed", { observedVersion: "2026.9.7" }],
    ["the Gateway was restarted", { processStamp: 2_000_000_000 }],
  ])("is not measured once %s if it was proven, and still failed if it had failed", async (_, gateway) => {
    const tenant = await checkedTenant(openLogs);
    const before = await reportOf(tenant);
    expect([before.verdictOf("workspace"), before.verdictOf("logs")]).toEqual(["proven", "failed"]);
    await change(tenant.id, gateway);

    const { verdictOf, page, line } = await reportOf(tenant);
    for (const item of items) {
      const [verdict, words] = item === "logs" ? ["failed", "Failed"] : ["not-measured", "Not measured"];
      expect(verdictOf(item)).toBe(verdict);
      expect(page).toMatch(new RegExp(`^ *${itemLabels[item]} +${words}\\b`, "m"));
    }
    expect(line).toMatch(/\b1 of 10 items measured\b/);
    expect(line).toMatch(/\b0 proven\b/);
  });
});

describe("a known mistake in a report", () => {
  const id = "plain-secret-in-config";
  const { title } = mistakeRule(id);
  const secret = { setting: "channels.telegram.botToken", place: "config", where: null } as const;
  const withMistake = (slug: string) =>
    buildEvidence(
      slug,
      {},
      {
        ...blankView(slug),
        secrets: [{ role: "channel", ...secret, fingerprint: "f00d" }],
      },
    );

  it("is named as open until somebody answers for it, and not measured when what was seen is too old", async () => {
    const tenant = await checkedTenant(withMistake);
    const open = await reportOf(tenant);
    expect(open.report.mistakes).toMatchObject({ open: [id], accepted: [] });
    expect(open.line).toMatch(new RegExp(`\\b1 open\\b.*${title}.*\\bnone accepted\\b`));

    const { mistakes } = await getTenantRisks(await operator(), { slug: tenant.slug });
    const faults = mistakes.find(({ ruleId }) => ruleId === id)?.faultKeys ?? [];
    await acceptRisk(await operator(), {
      ...{ slug: tenant.slug, subject: { kind: "mistake", id }, faults: [...faults] },
      ...{ reason: "The client knows of it.", expiresOn: inDays(9).toISOString().slice(0, 10) },
    });
    const accepted = await reportOf(tenant);
    expect(accepted.report.mistakes).toMatchObject({ open: [], accepted: [{ rule: id }] });
    expect(accepted.line).toMatch(new RegExp(`\\bnone open\\b.*\\b1 accepted\\b.*${title}`));

    await change(tenant.id, changed);
    const { report, line } = await reportOf(tenant);
    expect(report.mistakes).toMatchObject({
      open: [],
      accepted: [],
      notMeasured: report.mistakes?.lookedFor,
    });
    expect(line).not.toContain(title);
  });
});

describe("attempts in a report", () => {
  /** Two tenants of one host; what the second tried against the first was all refused but for one. */
  async function triedPair() {
    const host = await buildHost();
    const [a, b] = [
      await buildTenant({ hostId: host.id, gateway: observed }),
      await buildTenant({ hostId: host.id, gateway: observed }),
    ];
    const agent = await startStandInAgent({
      probes: async (_request, emit) => {
        await emit(buildStarted(a.slug, b.slug));
        await emit(buildAttempts(a.slug, b.slug));
        await emit(buildAttempts(b.slug, a.slug, { "files.logs": "reached", "files.state": "unmeasured" }));
        await emit(buildFinished());
      },
    });
    const { id } = await requestProbeRun(await operator(), { hostId: host.id });
    await runProbeRun(id, createLogger("test", "silent"), new AbortController().signal);
    await agent.close();
    return { a, b };
  }

  it("are those against the tenant, by what came of them, until they count no longer", async () => {
    const { a, b } = await triedPair();
    const { report, line } = await reportOf(a);
    const refused = probeIds.length - 2;
    expect(report.attempts).toMatchObject({ tenants: 1, refused, reached: 1, accepted: 0, notMeasured: 1 });
    expect(line).toMatch(new RegExp(`\\b${refused} refused, 1 got through\\b`));
    expect((await reportOf(b)).report.attempts).toMatchObject({ refused: probeIds.length, reached: 0 });

    // What got through would stay; nothing did against this one.
    await change(b.id, changed);
    const outdated = await reportOf(b);
    expect(outdated.report).toMatchObject({ attempts: null, attemptsMissing: "outdated" });
    expect(outdated.line).not.toMatch(/\b\d+ refused\b/);
  });

  it("are said to be missing for want of neighbours, or of anybody who tried", async () => {
    const alone = await buildTenant();
    expect((await reportOf(alone)).report).toMatchObject({ attempts: null, attemptsMissing: "alone" });
    await buildTenant({ hostId: alone.hostId });
    expect((await reportOf(alone)).report).toMatchObject({ attempts: null, attemptsMissing: "never" });
  });
});

describe("OpenClaw's audit in a report", () => {
  const result: AuditResult = {
    summary: { critical: 7, warn: 0, info: 0 },
    ...{ findings: [], suppressed: [], secretDiagnostics: [], durationMs: 1 },
    ...{ version, configHash: builtConfigHash, at: new Date().toISOString() },
  };
  const done = {
    status: "done",
    critical: 7,
    warn: 0,
    info: 0,
    configHash: builtConfigHash,
    version,
  } as const;
  const numbers = /\b7 critical\b/;

  async function auditedTenant(finishedAt: Date) {
    const tenant = await buildTenant({ gateway: observed });
    const run = { tenantId: tenant.id, createdAt: finishedAt, finishedAt };
    await db.auditRun.create({ data: { ...run, ...done, result } });
    return tenant;
  }

  it("is printed with its numbers while it counts", async () => {
    const { report, line } = await reportOf(await auditedTenant(inDays(-6)));
    expect(report.audit).toMatchObject({ critical: 7 });
    expect(line).toMatch(numbers);
  });

  it("is printed with its numbers while another one is under way", async () => {
    const { id: tenantId, slug } = await auditedTenant(inDays(-1));
    await db.auditRun.create({ data: { tenantId, status: "running" } });
    expect((await reportOf({ slug })).line).toMatch(numbers);
  });

  it.each<[what: string, finished: Date, spoil: (tenantId: string) => Promise<unknown>]>([
    ["it is older than a week", inDays(-8), async () => {}],
    ["the configuration has changed", new Date(), (id) => change(id, changed)],
    ["the version has changed", new Date(), (id) => change(id, { observedVersion: "2026.9.7" })],
    [
      "a later one has failed",
      inDays(-1),
      (tenantId) => db.auditRun.create({ data: { tenantId, status: "failed", finishedAt: new Date() } }),
    ],
    [
      "a later one is under way and it has gone stale",
      inDays(-8),
      (tenantId) => db.auditRun.create({ data: { tenantId, status: "running" } }),
    ],
  ])("is not printed once %s", async (_, finished, spoil) => {
    const tenant = await auditedTenant(finished);
    await spoil(tenant.id);
    const { report, line } = await reportOf(tenant);
    expect(report.audit).toBeNull();
    expect(line).not.toMatch(numbers);
    expect(line).toMatch(/security audit Not measured\b/);
  });
});
