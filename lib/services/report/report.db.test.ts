import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { items } from "#lib/domain/checklist/item.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { renderReport } from "#lib/report/render-report.tsx";
import type { ReportContent } from "#lib/report/report-content.ts";
import { requestHostCheck } from "#lib/services/check/index.ts";
import { runHostCheck } from "#lib/services/check/run-host-check.ts";
import { buildEvidence, builtConfigHash } from "#lib/services/check/testing/build-evidence.ts";
import { acceptRisk } from "#lib/services/risk/index.ts";
import { getTenant } from "#lib/services/tenant/index.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { createReport, getReport } from "./index.ts";

afterAll(() => closeJobQueue());

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

describe("what a report gives away", () => {
  const neighbour = "rival-orthodontics";
  const token = "SUMMER_AGENCY_2026";
  const told = [
    neighbour,
    token,
    "/srv/",
    "seen by this test",
    "Ada asked for it",
    "Its mode is 0755",
    "Set it in /etc",
  ];

  /** A tenant with trouble of every kind, whose evidence says a word of everything that a client must not read. */
  async function troubledTenant() {
    const host = await buildHost();
    const gateway = { observedPhase: "running", observedHash: builtConfigHash, observedVersion: "2026.9.6" };
    const tenant = await buildTenant({ hostId: host.id, gateway });
    await buildTenant({ hostId: host.id, slug: neighbour, gateway });
    const same = [{ kind: "path", value: "/srv/shared", label: `workspace beside ${neighbour}` }] as const;
    const defect = { message: `Its mode is 0755, like that of ${neighbour}.`, nextStep: "Set it in /etc" };
    const reason = `gateway.auth.token is ${token}, a variable that isn't set.`;
    const mine = buildEvidence(tenant.slug, {
      workspace: { identities: [...same] },
      logs: { defects: [{ id: "logs.open-mode", ...defect }] },
      backups: { defects: [{ id: "backups.new-kind", ...defect }] },
      "gateway-token": { isMeasured: false, reason },
    });
    const theirs = buildEvidence(neighbour, { workspace: { identities: [...same] } });
    const agent = await startStandInAgent({
      evidence: async () => ({ at: new Date().toISOString(), accounts: [], tenants: [mine, theirs] }),
    });
    const { id } = await requestHostCheck(actorOf(await buildUser()), { hostId: host.id });
    await runHostCheck(id, createLogger("test", "silent"), new AbortController().signal);
    await agent.close();
    return tenant;
  }

  async function acceptLogs(slug: string) {
    const actor = actorOf(await buildUser());
    const { items: now } = await getTenant(actor, { slug });
    const { faults } = now.find(({ item }) => item === "logs") ?? { faults: [] };
    const expiresOn = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
    const subject = { kind: "item", id: "logs" } as const;
    await acceptRisk(actor, {
      slug,
      subject,
      faults: [...faults],
      reason: `Ada asked for it at ${neighbour}.`,
      expiresOn,
    });
    return expiresOn;
  }

  const textOf = async (report: ReportContent) => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), "report-")), "report.pdf");
    await writeFile(file, await renderReport(report));
    return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  };

  it("is no reason, observation, path, free text or name of another tenant: only sentences made from codes", async () => {
    const tenant = await troubledTenant();
    const until = await acceptLogs(tenant.slug);
    const { id } = await createReport(await accountManager(), { slug: tenant.slug });
    const report = await getReport(await accountManager(), { id });
    const row = (item: string) => report.items.find((each) => each.item === item);
    expect(row("workspace")).toMatchObject({ verdict: "failed", problems: ["shared"] });
    expect(row("logs")).toMatchObject({ verdict: "accepted", problems: ["open"], acceptedUntil: until });
    expect(row("backups")).toMatchObject({ verdict: "failed", problems: ["other"] });
    expect(row("gateway-token")).toMatchObject({ verdict: "not-measured", missing: "failed" });
    const stored = await db.report.findUniqueOrThrow({ where: { id } });
    const page = await textOf(report);
    expect(page).toContain("Somebody else on this server uses it, too.");
    for (const word of told) {
      expect(JSON.stringify(stored.content)).not.toContain(word);
      expect(page).not.toContain(word);
    }
  });

  it("is no more in one from before attempts were named, which reads on and proves no more than it did", async () => {
    const tenant = await buildTenant();
    const { id } = await createReport(await accountManager(), { slug: tenant.slug });
    const { content } = await db.report.findUniqueOrThrow({ where: { id } });
    const { reachedOthers, attemptsInAll, ...before } = content as ReportContent;
    expect([reachedOthers, attemptsInAll]).toEqual([[], null]);
    const attempts = { tenants: 2, refused: 90, reached: 0, accepted: 0, acceptedRisks: [], notMeasured: 0 };
    const keep = (counts: Partial<typeof attempts>) => {
      const old = { ...attempts, ...counts, at: before.createdAt };
      const data = { content: { ...before, attempts: old, attemptsMissing: null } };
      return db.report.update({ where: { id }, data });
    };
    const inAll = async () => (await getReport(await accountManager(), { id })).attemptsInAll;
    await keep({});
    expect(await inAll()).toEqual({ verdict: "proven", failed: 0, accepted: 0 });
    await keep({ notMeasured: 1 });
    expect(await inAll()).toMatchObject({ verdict: "not-measured" });
    await keep({ reached: 1, notMeasured: 1 });
    expect(await inAll()).toEqual({ verdict: "failed", failed: 1, accepted: 0 });
    expect(await textOf(await getReport(await accountManager(), { id }))).toContain("1 got through");
    await db.report.update({ where: { id }, data: { content: { ...before, attemptsMissing: "outdated" } } });
    expect(await inAll()).toMatchObject({ verdict: "not-measured" });
    await db.report.update({ where: { id }, data: { content: before } });
    expect(await inAll()).toBeNull();
  });

  it("is no more in a report from before, which held all of it", async () => {
    const tenant = await buildTenant();
    const id = randomUUID();
    const words = told.join(" ");
    const at = new Date().toISOString();
    const content = {
      formatVersion: 1,
      id,
      clientName: "Acme Dental",
      tenantName: "Reception",
      tenantSlug: tenant.slug,
      hostName: "host-one",
      rung: "os-user",
      createdAt: at,
      createdBy: "Ada",
      items: items.map((item) => ({
        item,
        verdict: "failed",
        observed: words,
        reason: words,
        how: words,
        measuredAt: at,
      })),
      audit: null,
      auditMissing: words,
      attempts: null,
      attemptsMissing: words,
      mistakes: null,
      residualRisks: [{ title: words, text: words }],
    };
    await db.report.create({ data: { id, tenantId: tenant.id, content } });
    const report = await getReport(await accountManager(), { id });
    expect(report.items).toHaveLength(10);
    const page = await textOf(report);
    expect(page).toContain("It is not as it has to be.");
    for (const word of told) expect(page).not.toContain(word);
  });
});

describe("what a report says of the Gateway's own word", () => {
  type Heard = "same" | "other" | "unheard";
  /** The word of a report on a tenant whose check heard this. */
  async function reported(port: Heard, state: Heard, defects: readonly string[] = []) {
    const host = await buildHost();
    const gateway = { observedPhase: "running", observedHash: builtConfigHash, observedVersion: "2026.9.6" };
    const tenant = await buildTenant({ hostId: host.id, gateway });
    const evidence = buildEvidence(tenant.slug, {
      port: { word: port },
      "state-directory": {
        word: state,
        defects: defects.map((id) => ({
          id,
          message: "It says that its state directory is /srv/rival/state.",
          nextStep: "Stop it",
        })),
      },
    });
    const agent = await startStandInAgent({
      evidence: async () => ({ at: new Date().toISOString(), accounts: [], tenants: [evidence] }),
    });
    const { id: checkId } = await requestHostCheck(actorOf(await buildUser()), { hostId: host.id });
    await runHostCheck(checkId, createLogger("test", "silent"), new AbortController().signal);
    await agent.close();
    const { id } = await createReport(await accountManager(), { slug: tenant.slug });
    return { id, report: await getReport(await accountManager(), { id }) };
  }

  it("is a code: the same, another or not measured", async () => {
    expect((await reported("same", "same")).report.ownWord).toBe("same");
    expect((await reported("same", "unheard")).report.ownWord).toBe("unheard");
    const lie = await reported("same", "other", ["state-directory.says-other-state"]);
    expect(lie.report.ownWord).toBe("other");
    const row = lie.report.items.find(({ item }) => item === "state-directory");
    expect(row).toMatchObject({ verdict: "failed", problems: ["word"] });
    expect(JSON.stringify(lie.report)).not.toContain("/srv/rival");
  });

  it("is not measured where nobody has looked, and in a report from before it was asked", async () => {
    const tenant = await buildTenant();
    const { id } = await createReport(await accountManager(), { slug: tenant.slug });
    expect((await getReport(await accountManager(), { id })).ownWord).toBe("unheard");
    const asked = await reported("same", "same");
    const { content } = await db.report.findUniqueOrThrow({ where: { id: asked.id } });
    const { ownWord, ...before } = content as ReportContent;
    expect(ownWord).toBe("same");
    await db.report.update({ where: { id: asked.id }, data: { content: before } });
    expect((await getReport(await accountManager(), { id: asked.id })).ownWord).toBe("unheard");
  });
});

describe("getReport", () => {
  it.each([randomUUID(), "not-an-id"])("answers not found for %s", async (id) => {
    await expect(getReport(await accountManager(), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
