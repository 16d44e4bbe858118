import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";
import { blankView } from "#lib/domain/mistakes/testing/blank-view.ts";
import type { TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { requestHostCheck } from "#lib/services/check/index.ts";
import { runHostCheck } from "#lib/services/check/run-host-check.ts";
import { buildEvidence, builtConfigHash } from "#lib/services/check/testing/build-evidence.ts";
import { getTenant, listTenants } from "#lib/services/tenant/index.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { acceptRisk, getTenantRisks, revokeAcceptance } from "./index.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
const observed = {
  gateway: { observedPhase: "running", observedHash: builtConfigHash, observedVersion: "2026.9.6" },
};
const ruleId = "plain-secret-in-config";
const reason = "The client knows and moves it next month.";
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
let agent: ApiServer | undefined;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());

const plainSecret = (setting: string): ConfigurationView["secrets"][number] => ({
  role: "channel",
  setting,
  place: "config",
  where: null,
  fingerprint: setting,
});

/** Evidence in which everything is well, except the secrets and the workspace's defect that are given. */
function evidenceOf(slug: string, secrets: string[] | null, message: string | null = null): TenantEvidence {
  const defect = { id: "workspace.open-mode", message: message ?? "", nextStep: "Close it." };
  return buildEvidence(
    slug,
    { workspace: { defects: message === null ? [] : [defect] } },
    secrets === null ? null : { ...blankView(slug), secrets: secrets.map(plainSecret) },
  );
}

async function check(hostId: string, ...tenants: TenantEvidence[]): Promise<void> {
  agent = await startStandInAgent({
    evidence: async () => ({ at: new Date().toISOString(), accounts: [], tenants }),
  });
  const { id } = await requestHostCheck(await operator(), { hostId });
  await runHostCheck(id, log, never);
  await agent.close();
  agent = undefined;
}

async function checkedTenant(secrets: string[] | null, defect: string | null = null): Promise<BuiltTenant> {
  const host = await buildHost();
  const tenant = await buildTenant({ hostId: host.id, ...observed });
  await check(host.id, evidenceOf(tenant.slug, secrets, defect));
  return tenant;
}

async function mistakeOf({ slug }: { slug: string }) {
  const { mistakes } = await getTenantRisks(await operator(), { slug });
  const mistake = mistakes.find((each) => each.ruleId === ruleId);
  if (mistake === undefined) throw new Error("Every rule is listed.");
  return mistake;
}

async function acceptMistake(tenant: { slug: string }, changes: object = {}) {
  const { faultKeys } = await mistakeOf(tenant);
  const input = { slug: tenant.slug, subject: { kind: "mistake", id: ruleId }, faults: faultKeys } as const;
  return acceptRisk(await operator(), { ...input, reason, expiresOn: inDays(30), ...changes });
}

describe("a check", () => {
  it("finds a mistake, names it in the activity, and resolves it when it is gone", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    expect(await mistakeOf(tenant)).toMatchObject({ verdict: "failed", faults: [{ others: [] }] });
    expect((await getTenant(await operator(), { slug: tenant.slug })).risks.open).toBe(1);
    await check(tenant.hostId, evidenceOf(tenant.slug, []));
    expect(await mistakeOf(tenant)).toMatchObject({ verdict: "proven", faults: [] });
    const { resolved } = await getTenantRisks(await operator(), { slug: tenant.slug });
    expect(resolved).toMatchObject([{ ruleId }]);
    const actions = await db.activity.findMany({ where: { tenantId: tenant.id }, orderBy: { id: "asc" } });
    expect(actions.map(({ action }) => action)).toEqual(["mistake.found", "mistake.resolved"]);
  });

  it("keeps when it was first seen, and resolves nothing by not looking", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    const { firstSeenAt } = await mistakeOf(tenant);
    await check(tenant.hostId, evidenceOf(tenant.slug, null));
    expect((await mistakeOf(tenant)).reason).toContain("not looked at since");
    expect(await mistakeOf(tenant)).toMatchObject({ verdict: "failed", firstSeenAt });
    await check(tenant.hostId, evidenceOf(tenant.slug, ["channels.telegram.botToken"]));
    expect(await mistakeOf(tenant)).toMatchObject({ verdict: "failed", firstSeenAt });
  });

  it("shows every rule as not measured before the first one, and after the configuration changed", async () => {
    const fresh = await buildTenant();
    expect(await mistakeOf(fresh)).toMatchObject({ verdict: "not-measured" });
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    await db.gateway.update({ where: { tenantId: tenant.id }, data: { observedHash: "b".repeat(64) } });
    expect((await mistakeOf(tenant)).reason).toContain("configuration has changed");
  });

  it("finds tenants with open mistakes in the list", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    const find = async (risk: "open" | "accepted") =>
      (await listTenants(await operator(), { search: tenant.slug, risk })).total;
    expect([await find("open"), await find("accepted")]).toEqual([1, 0]);
    await acceptMistake(tenant);
    expect([await find("open"), await find("accepted")]).toEqual([0, 1]);
  });
});

describe("accepting a mistake", () => {
  it("shows who answers for it and until when, and records it", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    const owner = await buildUser();
    await acceptMistake(tenant, { ownerId: owner.id });
    expect(await mistakeOf(tenant)).toMatchObject({
      verdict: "accepted",
      acceptances: [{ state: "valid", ownerName: owner.name, reason }],
    });
    const last = await db.activity.findFirst({ where: { tenantId: tenant.id }, orderBy: { id: "desc" } });
    expect(last).toMatchObject({ action: "risk.accept", details: { slug: tenant.slug, reason } });
  });

  it("does not cover another fault of the same rule", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    await acceptMistake(tenant);
    await check(tenant.hostId, evidenceOf(tenant.slug, ["channels.telegram.botToken", "hooks.token"]));
    expect(await mistakeOf(tenant)).toMatchObject({
      verdict: "failed",
      acceptances: [{ state: "outgrown" }],
    });
  });

  it("ends with its day", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    const { id } = await acceptMistake(tenant);
    await db.riskAcceptance.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } });
    expect(await mistakeOf(tenant)).toMatchObject({ verdict: "failed", acceptances: [{ state: "expired" }] });
    await acceptMistake(tenant);
    expect(await mistakeOf(tenant)).toMatchObject({ verdict: "accepted" });
  });

  it("is failed again as soon as it is revoked, and can't be revoked twice", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    const { id } = await acceptMistake(tenant);
    const input = { slug: tenant.slug, acceptanceId: id };
    await revokeAcceptance(await operator(), input);
    expect(await mistakeOf(tenant)).toMatchObject({ verdict: "failed", acceptances: [] });
    await expect(revokeAcceptance(await operator(), input)).rejects.toMatchObject({ code: "CONFLICT" });
    const foreign = { ...input, slug: (await buildTenant()).slug };
    await expect(revokeAcceptance(await operator(), foreign)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is a conflict when what is wrong has changed, and when it is accepted already", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    await expect(acceptMistake(tenant, { faults: ["another"] })).rejects.toMatchObject({ code: "CONFLICT" });
    await acceptMistake(tenant);
    await expect(acceptMistake(tenant)).rejects.toThrow("already");
  });

  it("covers nothing that was not on the screen of whoever accepts", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken", "hooks.token"]);
    const [seen = ""] = (await mistakeOf(tenant)).faultKeys;
    await expect(acceptMistake(tenant, { faults: [seen] })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await mistakeOf(tenant)).toMatchObject({ verdict: "failed", acceptances: [] });
  });

  it("is recorded with its last day and who answers, who has to be active", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    const gone = await buildUser({ disabledAt: new Date() });
    const refusal = acceptMistake(tenant, { ownerId: gone.id });
    await expect(refusal).rejects.toMatchObject({ fields: { ownerId: expect.any(String) } });
    const owner = await buildUser();
    await acceptMistake(tenant, { ownerId: owner.id, expiresOn: inDays(30) });
    const { details } = await db.activity.findFirstOrThrow({
      where: { tenantId: tenant.id, action: "risk.accept" },
    });
    expect(details).toMatchObject({ owner: owner.name, expiresOn: inDays(30) });
  });

  it("lets one of two who accept at once do it", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    const results = await Promise.allSettled([acceptMistake(tenant), acceptMistake(tenant)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("never makes anything of what is not measured", async () => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    await acceptMistake(tenant);
    await db.host.update({ where: { id: tenant.hostId }, data: { neighbourhood: { increment: 1 } } });
    expect(await mistakeOf(tenant)).toMatchObject({ verdict: "not-measured" });
    const unseen = await checkedTenant(null);
    await expect(acceptMistake(unseen, { faults: ["x"] })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it.each([
    ["a day that has passed", { expiresOn: "2026-01-01" }, "expiresOn"],
    ["more than a year", { expiresOn: inDays(400) }, "expiresOn"],
    ["no reason to speak of", { reason: "because" }, "reason"],
    ["somebody unknown to answer for it", { ownerId: "00000000-0000-4000-8000-000000000000" }, "ownerId"],
  ])("refuses %s", async (_, changes, field) => {
    const tenant = await checkedTenant(["channels.telegram.botToken"]);
    const refusal = await acceptMistake(tenant, changes).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "INVALID", fields: { [field]: expect.any(String) } });
  });

  it("refuses an account manager and an unknown tenant", async () => {
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    const input = {
      slug: "nobody-here",
      subject: { kind: "mistake", id: ruleId },
      faults: ["x"],
      reason,
      expiresOn: inDays(1),
    } as const;
    await expect(acceptRisk(manager, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(acceptRisk(await operator(), input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getTenantRisks(manager, { slug: "nobody-here" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("accepting an item of the checklist", () => {
  const workspaceOf = async ({ slug }: { slug: string }) => {
    const tenant = await getTenant(await operator(), { slug });
    const item = tenant.items.find((each) => each.item === "workspace");
    if (item === undefined) throw new Error("The checklist has a workspace.");
    return item;
  };
  const acceptWorkspace = async ({ slug }: { slug: string }) => {
    const { faults } = await workspaceOf({ slug });
    const subject = { kind: "item", id: "workspace" } as const;
    return acceptRisk(await operator(), { slug, subject, faults: [...faults], reason, expiresOn: inDays(9) });
  };

  it("shows it as accepted, in the tenant and in the list, until something else is wrong", async () => {
    const tenant = await checkedTenant([], "Its mode is 0755.");
    expect(await workspaceOf(tenant)).toMatchObject({ verdict: "failed", acceptances: [] });
    await acceptWorkspace(tenant);
    expect(await workspaceOf(tenant)).toMatchObject({
      verdict: "accepted",
      acceptances: [{ state: "valid" }],
    });
    const find = async (verdict: "accepted" | "failed") =>
      (await listTenants(await operator(), { search: tenant.slug, verdict })).rows;
    expect(await find("accepted")).toMatchObject([{ worstVerdict: "accepted" }]);
    await check(tenant.hostId, evidenceOf(tenant.slug, [], "Its mode is 0777."));
    expect(await workspaceOf(tenant)).toMatchObject({
      verdict: "failed",
      acceptances: [{ state: "outgrown" }],
    });
    expect(await find("failed")).toHaveLength(1);
  });

  it("is not accepted where a part of it could not be measured", async () => {
    const host = await buildHost();
    const tenant = await buildTenant({ hostId: host.id, ...observed });
    const evidence = evidenceOf(tenant.slug, [], "Its mode is 0755.");
    const half = evidence.items.map((item) =>
      item.item === "workspace" ? { ...item, isMeasured: false, reason: "It is a pipe." } : item,
    );
    await check(host.id, { ...evidence, items: half });
    await acceptWorkspace(tenant);
    expect(await workspaceOf(tenant)).toMatchObject({ verdict: "not-measured" });
    const found = await listTenants(await operator(), { search: tenant.slug, verdict: "not-measured" });
    expect(found.total).toBe(1);
  });
});
