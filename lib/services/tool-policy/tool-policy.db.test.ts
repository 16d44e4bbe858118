import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import type { BoundaryAnswers } from "#lib/domain/tenant/decision.ts";
import { rulesOf, type ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import type { PolicyReading } from "#lib/host-agent/contract/policy.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { getTenantRisks } from "#lib/services/risk/index.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { changeToolPolicy, getTenantTools, switchOpenAiApi } from "./index.ts";

let agent: ApiServer | undefined;
afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const support: ToolPolicy = { preset: "customer-support" };
const research: ToolPolicy = { preset: "research" };
const internal: ToolPolicy = { preset: "internal-operator" };
const answers: BoundaryAnswers = {
  audience: "customers",
  sharesData: false,
  isCustomerFacing: true,
  hasPowerfulTools: false,
  couldHarmEachOther: false,
};
/** What the internal policy gives customers. */
const faults = ["exposed-with-commands exposed", "exposed-with-file-changes exposed"];
const operator = async () => actorOf(await buildUser());
const build = (gateway: object = {}) =>
  buildTenant({ decision: { answers }, gateway: { observedPhase: "running", ...gateway } });

describe("choosing a tool policy", () => {
  it("records policy, operation and activity together", async () => {
    const [actor, tenant] = [await operator(), await build()];
    const input = { slug: tenant.slug, seen: support, policy: research };
    const operation = await changeToolPolicy(actor, input);
    expect(operation).toMatchObject({ kind: "configure", status: "queued", requestedBy: actor.name });
    expect(await db.gateway.findUniqueOrThrow({ where: { tenantId: tenant.id } })).toMatchObject({
      toolPolicy: research,
      hasPowerfulTools: false,
      generation: 1,
      desiredState: "stopped",
    });
    const rows = await db.activity.findMany({ where: { tenantId: tenant.id } });
    expect(rows.map(({ action }) => action).sort()).toEqual(["gateway.configure", "policy.change"]);
  });

  it("refuses what gives strangers too much, until somebody says why that is acceptable", async () => {
    const [actor, tenant] = [await operator(), await build()];
    const input = { slug: tenant.slug, seen: support, policy: internal };
    await expect(changeToolPolicy(actor, input)).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("Customers talk to it, and it runs commands"),
      fields: { "acceptance.reason": expect.any(String) },
    });
    expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(0);
    const acceptance = { reason: "Only our own testers can reach it this month.", faults };
    const unseen = { ...acceptance, faults: faults.slice(1) };
    await expect(changeToolPolicy(actor, { ...input, acceptance: unseen })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await db.riskAcceptance.count({ where: { tenantId: tenant.id } })).toBe(0);
    await changeToolPolicy(actor, { ...input, acceptance });
    expect(await db.gateway.findUniqueOrThrow({ where: { tenantId: tenant.id } })).toMatchObject({
      toolPolicy: internal,
      hasPowerfulTools: true,
    });
    const rows = await db.activity.findMany({ where: { tenantId: tenant.id, action: "risk.accept" } });
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ details: { reason: acceptance.reason, owner: actor.name } });
    const { accepted } = await getTenantRisks(actor, { slug: tenant.slug });
    expect(accepted).toMatchObject([
      { kind: "policy", verdict: "accepted", acceptance: { state: "valid", reason: acceptance.reason } },
      { kind: "policy", verdict: "accepted" },
    ]);
  });

  it("counts as given too much again once what was accepted has expired, or a channel is opened", async () => {
    const [actor, tenant] = [await operator(), await build()];
    const acceptance = { reason: "Only our own testers can reach it this month.", faults };
    await changeToolPolicy(actor, { slug: tenant.slug, seen: support, policy: internal, acceptance });
    const verdicts = async () =>
      (await getTenantTools(actor, { slug: tenant.slug })).risks.map(({ verdict }) => verdict);
    expect(await verdicts()).toEqual(["accepted", "accepted"]);
    const channels = [{ kind: "telegram", accountId: "default", dmPolicy: "open" }];
    await db.gateway.update({ where: { tenantId: tenant.id }, data: { channels } });
    expect(await verdicts()).toEqual(["failed", "accepted", "failed"]);
    await db.gateway.update({ where: { tenantId: tenant.id }, data: { channels: [] } });
    const past = { expiresAt: new Date(Date.now() - 1) };
    await db.riskAcceptance.updateMany({ where: { tenantId: tenant.id }, data: past });
    expect(await verdicts()).toEqual(["failed", "failed"]);
  });

  it("forgets the accepted risk with the policy it was accepted for", async () => {
    const [actor, tenant] = [await operator(), await build()];
    const acceptance = { reason: "Only our own testers can reach it this month.", faults };
    await changeToolPolicy(actor, { slug: tenant.slug, seen: support, policy: internal, acceptance });
    await db.operation.updateMany({ where: { tenantId: tenant.id }, data: { status: "done" } });
    await changeToolPolicy(actor, { slug: tenant.slug, seen: internal, policy: support });
    expect(await db.riskAcceptance.count({ where: { tenantId: tenant.id, revokedAt: null } })).toBe(0);
  });

  it.each([
    ["a day that has passed", { expiresOn: "2026-01-01" }, "acceptance.expiresOn"],
    ["somebody unknown to answer for it", { ownerId: randomUUID() }, "acceptance.ownerId"],
    ["no reason to speak of", { reason: "because" }, "acceptance.reason"],
  ])("refuses %s", async (_, changes, field) => {
    const tenant = await build();
    const acceptance = { reason: "Only our own testers can reach it.", faults, ...changes };
    const input = { slug: tenant.slug, seen: support, policy: internal, acceptance };
    await expect(changeToolPolicy(await operator(), input)).rejects.toMatchObject({
      code: "INVALID",
      fields: { [field]: expect.any(String) },
    });
  });

  it("lets one of two operators win, and tells the other that it changed", async () => {
    const tenant = await build();
    const inputs = [research, support].map((policy) => ({ slug: tenant.slug, seen: internal, policy }));
    for (const input of inputs) {
      await expect(changeToolPolicy(await operator(), input)).rejects.toMatchObject({
        code: "CONFLICT",
        message: expect.stringContaining("Somebody else"),
      });
    }
    expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(0);
  });

  it("waits for an operation that is under way, also for one of its own kind", async () => {
    const tenant = await build();
    await buildOperation(tenant.id, { kind: "configure", status: "running" });
    const input = { slug: tenant.slug, seen: support, policy: research };
    await expect(changeToolPolicy(await operator(), input)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await db.gateway.findUniqueOrThrow({ where: { tenantId: tenant.id } })).toolPolicy).toBeNull();
  });

  it("refuses an account manager, an unknown slug and a tool that nobody may have", async () => {
    const tenant = await build();
    const input = { slug: tenant.slug, seen: support, policy: research };
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(changeToolPolicy(manager, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(changeToolPolicy(await operator(), { ...input, slug: "nobody" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const policy = {
      preset: "custom" as const,
      allow: ["gateway" as never],
      deny: [],
      commands: "deny" as const,
    };
    await expect(changeToolPolicy(await operator(), { ...input, policy })).rejects.toMatchObject({
      code: "INVALID",
    });
  });
});

describe("the OpenAI-compatible API", () => {
  it("is switched once, with operation and activity", async () => {
    const [actor, tenant] = [await operator(), await build()];
    await switchOpenAiApi(actor, { slug: tenant.slug, isOn: true });
    expect(await db.gateway.findUniqueOrThrow({ where: { tenantId: tenant.id } })).toMatchObject({
      hasOpenAiApi: true,
    });
    expect(
      await db.activity.findFirst({ where: { tenantId: tenant.id, action: "api.switch" } }),
    ).toMatchObject({
      details: { isOn: true },
    });
    await expect(switchOpenAiApi(actor, { slug: tenant.slug, isOn: true })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("that is on already is not switched on again, and leaves no trace", async () => {
    const tenant = await build({ hasOpenAiApi: true });
    const input = { slug: tenant.slug, isOn: true };
    await expect(switchOpenAiApi(await operator(), input)).rejects.toMatchObject({
      message: "The API is switched on already.",
    });
    expect(await db.activity.count({ where: { tenantId: tenant.id } })).toBe(0);
  });

  it("refuses an account manager and an unknown slug", async () => {
    const tenant = await build();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(switchOpenAiApi(manager, { slug: tenant.slug, isOn: true })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(switchOpenAiApi(await operator(), { slug: "nobody", isOn: true })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("what the Gateway says of its tools", () => {
  const reading: PolicyReading = {
    status: "read",
    at: "2026-11-22T09:00:00.000Z",
    tools: [...rulesOf(support).allow, "exec"].map((id) => ({ id, source: "core" })),
    commands: "deny",
    isWorkspaceOnly: true,
    hasOpenAiApi: false,
    sandboxMode: null,
    canSandbox: false,
    tried: { tool: "sessions_list", status: 404, controlStatus: 200, outcome: "refused" },
  };

  it("is compared with the policy", async () => {
    const [actor, tenant] = [await operator(), await build({ toolPolicy: support })];
    agent = await startStandInAgent({ "policy.effective": async () => reading });
    expect(await getTenantTools(actor, { slug: tenant.slug })).toMatchObject({
      policy: support,
      recommendation: { preset: "customer-support" },
      differences: [{ kind: "extra", what: "exec" }],
    });
  });

  it("is never taken as kept when it could not be asked", async () => {
    const [actor, tenant] = [await operator(), await build({ toolPolicy: support })];
    const tools = await getTenantTools(actor, { slug: tenant.slug });
    expect(tools).toMatchObject({ policy: support, differences: null, reading: { status: "not-read" } });
  });

  it("can be read by every role, and not of an unknown slug", async () => {
    const tenant = await build();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    expect((await getTenantTools(manager, { slug: tenant.slug })).policy).toEqual(support);
    await expect(getTenantTools(manager, { slug: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
