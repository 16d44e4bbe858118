import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { db } from "#lib/db/db.ts";
import type { Cure, MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { playbookVersion } from "#lib/domain/mistakes/mistake-rules.ts";
import { observationOf, startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { retryOperation } from "#lib/services/gateway/index.ts";
import { getOperation } from "#lib/services/operation/index.ts";
import { runOperation } from "#lib/services/operation-worker/run-operation.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { fixMistake } from "./index.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
const fingerprint = "f".repeat(64);
const rotate: Cure = { by: "click", fix: "rotate-gateway-token", subject: fingerprint };
let agent: ApiServer | undefined;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());
const actionsOf = async (tenantId: string) =>
  (await db.activity.findMany({ where: { tenantId }, orderBy: { id: "asc" } })).map(({ action }) => action);

/** A tenant on which one mistake was found, with a fault for each cure. */
async function tenantWith(ruleId: MistakeId, ...cures: Cure[]): Promise<BuiltTenant> {
  const tenant = await buildTenant({ gateway: { observedPhase: "stopped" } });
  const now = new Date();
  const check = await db.hostCheck.create({ data: { hostId: tenant.hostId, neighbourhood: 0 } });
  const { neighbourhood } = await db.host.findUniqueOrThrow({ where: { id: tenant.hostId } });
  await db.mistakeCheck.create({
    data: {
      tenantId: tenant.id,
      checkId: check.id,
      playbookVersion,
      results: [{ ruleId, state: "found", reason: null }],
      neighbourhood,
      observedAt: now,
    },
  });
  await db.finding.create({
    data: {
      tenantId: tenant.id,
      ruleId,
      faults: cures.map((cure, index) => ({ detail: `${index}`, seenHow: "", others: [], cure })),
      faultKeys: cures.map((_, index) => `key ${index}`),
      others: [],
      checkId: check.id,
      firstSeenAt: now,
      lastSeenAt: now,
    },
  });
  return tenant;
}

/** As the check does that follows. */
async function findAgain({ id, hostId }: BuiltTenant): Promise<void> {
  const { neighbourhood } = await db.host.findUniqueOrThrow({ where: { id: hostId } });
  await db.mistakeCheck.update({ where: { tenantId: id }, data: { neighbourhood } });
}

const inputOf = ({ slug }: { slug: string }, changes: object = {}) => ({
  slug,
  ruleId: "shared-gateway-token" as const,
  fix: "rotate-gateway-token" as const,
  faults: ["key 0"],
  ...changes,
});

describe("one click", () => {
  it("is an operation with the agent's steps, recorded, and followed by a check and an audit", async () => {
    const tenant = await tenantWith("shared-gateway-token", rotate);
    const actor = await operator();
    const { id, kind } = await fixMistake(actor, inputOf(tenant));
    const asked: unknown[] = [];
    agent = await startStandInAgent({
      "mistake.fix": async ({ fix, subjects }, emit) => {
        asked.push({ fix, subjects });
        emit({ id: "rotate-token", title: "t", status: "done", detail: null, at: new Date().toISOString() });
        return {
          observation: observationOf(tenant.slug),
          gatewayToken: "a".repeat(64),
          moved: [],
          needsRestart: false,
        };
      },
    });
    await runOperation(id, log, never);
    expect([kind, asked]).toEqual(["fix", [{ fix: "rotate-gateway-token", subjects: [fingerprint] }]]);
    expect(await getOperation(actor, { id })).toMatchObject({
      status: "done",
      steps: [{ id: "rotate-token", status: "done" }],
    });
    expect(await db.credential.findMany({ where: { tenantId: tenant.id } })).toMatchObject([
      { kind: "gateway_token", fingerprint: "a".repeat(64) },
    ]);
    expect(await db.hostCheck.count({ where: { hostId: tenant.hostId, status: "queued" } })).toBe(1);
    expect(await actionsOf(tenant.id)).toEqual(["mistake.fix", "mistake.fix-done", "audit.run"]);
  });

  it("that moves secrets lets the configuration refer to them afterwards, and restarts where it must", async () => {
    const cure: Cure = { by: "click", fix: "move-secrets", subject: "channels.telegram.botToken" };
    const tenant = await tenantWith("plain-secret-in-config", cure);
    const input = inputOf(tenant, { ruleId: "plain-secret-in-config", fix: "move-secrets" });
    const { id } = await fixMistake(await operator(), input);
    const pointer = "/channels/telegram/default/botToken";
    const trace = { fingerprint: "b".repeat(64), lastFour: null };
    const known = {
      tenantId: tenant.id,
      pointer,
      kind: "channel",
      label: "Telegram",
      provider: "Telegram",
    } as const;
    await db.credential.create({ data: { ...known, fingerprint: "c".repeat(64) } });
    const calls: string[] = [];
    const observation = observationOf(tenant.slug);
    agent = await startStandInAgent({
      "mistake.fix": async () => {
        calls.push("fix");
        return { observation, gatewayToken: null, moved: [{ name: pointer, ...trace }], needsRestart: false };
      },
      configure: async () => {
        calls.push("configure");
        return { applied: "needs-restart", observation };
      },
      restart: async () => {
        calls.push("restart");
        return observation;
      },
    });
    await runOperation(id, log, never);
    expect(calls).toEqual(["fix", "configure", "restart"]);
    expect(await db.credential.findMany({ where: { tenantId: tenant.id } })).toMatchObject([trace]);
  });

  it.each([
    ["restore-configuration", "configure"],
    ["restart", "restart"],
  ] as const)("that does a %s is the operation that everybody knows", async (fix, kind) => {
    const tenant = await tenantWith("secret-in-arguments", { by: "click", fix, subject: "x" });
    await db.gateway.update({ where: { tenantId: tenant.id }, data: { observedPhase: "running" } });
    const input = inputOf(tenant, { ruleId: "secret-in-arguments", fix });
    expect(await fixMistake(await operator(), input)).toMatchObject({ kind, status: "queued" });
    expect(await actionsOf(tenant.id)).toEqual(["mistake.fix", `gateway.${kind}`]);
  });

  it("that the host refuses fails with the host's words, and can be asked for again once it is found again", async () => {
    const tenant = await tenantWith("shared-gateway-token", rotate);
    const actor = await operator();
    const { id } = await fixMistake(actor, inputOf(tenant));
    const refusal = new AgentFailure("CONFIG_CHANGED", "It is another one now.", "Check again.");
    agent = await startStandInAgent({ "mistake.fix": () => Promise.reject(refusal) });
    await runOperation(id, log, never);
    expect(await getOperation(actor, { id })).toMatchObject({
      status: "failed",
      error: { code: "CONFIG_CHANGED", message: "It is another one now." },
    });
    await expect(retryOperation(actor, { operationId: id })).rejects.toThrow("since it was measured");
    await findAgain(tenant);
    const again = await retryOperation(actor, { operationId: id });
    const row = await db.operation.findUniqueOrThrow({ where: { id: again.id } });
    expect(row).toMatchObject({ kind: "fix", options: { subjects: [fingerprint] } });
  });
});

it("keeps the fingerprint of a token that the host has made before it failed", async () => {
  const tenant = await tenantWith("shared-gateway-token", rotate);
  const { id } = await fixMistake(await operator(), inputOf(tenant));
  const token = { name: "/gateway/token", fingerprint: "a".repeat(64), lastFour: null };
  agent = await startStandInAgent({
    "mistake.fix": () =>
      Promise.reject(new AgentFailure("START_FAILED", "The token on disk is new.", "Restart the Gateway.")),
    "secrets.list": async () => ({ secrets: [token] }),
  });
  await runOperation(id, log, never);
  expect(await db.credential.findMany({ where: { tenantId: tenant.id } })).toMatchObject([
    { kind: "gateway_token", fingerprint: token.fingerprint },
  ]);
});

describe("it is refused", () => {
  it("when the mistake is gone, is another one than was shown, or takes a person", async () => {
    const gone = await buildTenant({ gateway: { observedPhase: "stopped" } });
    await expect(fixMistake(await operator(), inputOf(gone))).rejects.toThrow("not found on this tenant");
    const tenant = await tenantWith("shared-gateway-token", rotate, { by: "hand", step: "Do it." });
    const shown = inputOf(tenant);
    await expect(fixMistake(await operator(), shown)).rejects.toThrow("has changed since it was shown");
    const faults = ["key 1", "key 0"];
    const other = inputOf(tenant, { faults, fix: "close-files" });
    await expect(fixMistake(await operator(), other)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await fixMistake(await operator(), { ...shown, faults })).toMatchObject({ kind: "fix" });
  });

  it("when its newest check could not look at it, or found it clean, though an earlier one left it open", async () => {
    for (const state of ["not-measured", "clean"] as const) {
      const tenant = await tenantWith("shared-gateway-token", rotate);
      const results = [{ ruleId: "shared-gateway-token", state, reason: "The neighbour was out of sight." }];
      await db.mistakeCheck.update({ where: { tenantId: tenant.id }, data: { results } });
      const refused = fixMistake(await operator(), inputOf(tenant));
      await expect(refused).rejects.toMatchObject({ code: "CONFLICT", nextStep: /Check the host again/ });
      expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(0);
      expect(await actionsOf(tenant.id)).toEqual([]);
    }
  });

  it("when it was seen by another check than the newest, or something has changed since", async () => {
    const old = await tenantWith("shared-gateway-token", rotate);
    await db.finding.updateMany({ where: { tenantId: old.id }, data: { checkId: randomUUID() } });
    await expect(fixMistake(await operator(), inputOf(old))).rejects.toMatchObject({ code: "CONFLICT" });
    const stale = await tenantWith("shared-gateway-token", rotate);
    await db.host.update({ where: { id: stale.hostId }, data: { neighbourhood: { increment: 1 } } });
    await expect(fixMistake(await operator(), inputOf(stale))).rejects.toThrow("came, went or changed");
  });

  it("for as long as somebody answers for it", async () => {
    const tenant = await tenantWith("shared-gateway-token", rotate);
    const owner = await buildUser();
    const terms = { reason: "Known.", ownerId: owner.id, ownerName: "A", acceptedByName: "A" };
    const expiresAt = new Date(Date.now() + 86_400_000);
    const data = { id: randomUUID(), tenantId: tenant.id, kind: "mistake" as const, ...terms, expiresAt };
    await db.riskAcceptance.create({ data: { ...data, subject: "shared-gateway-token", faults: ["key 0"] } });
    await expect(fixMistake(await operator(), inputOf(tenant))).rejects.toThrow("accepted as a risk");
  });

  it("again by a retry, when the mistake has gone since", async () => {
    const tenant = await tenantWith("shared-gateway-token", rotate);
    const actor = await operator();
    const { id } = await fixMistake(actor, inputOf(tenant));
    await db.operation.update({ where: { id }, data: { status: "failed", finishedAt: new Date() } });
    await db.finding.updateMany({ where: { tenantId: tenant.id }, data: { resolvedAt: new Date() } });
    await db.mistakeCheck.update({
      where: { tenantId: tenant.id },
      data: { results: [{ ruleId: "shared-gateway-token", state: "clean", reason: null }] },
    });
    await expect(retryOperation(actor, { operationId: id })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("while another operation is unfinished", async () => {
    const tenant = await tenantWith("shared-gateway-token", rotate);
    await buildOperation(tenant.id, { kind: "restart", status: "running" });
    await expect(fixMistake(await operator(), inputOf(tenant))).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await actionsOf(tenant.id)).toEqual([]);
  });

  it("to an account manager, and for a tenant that nobody knows", async () => {
    const tenant = await tenantWith("shared-gateway-token", rotate);
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(fixMistake(manager, inputOf(tenant))).rejects.toMatchObject({ code: "FORBIDDEN" });
    const unknown = inputOf({ slug: `nobody-${randomUUID().slice(0, 8)}` });
    await expect(fixMistake(await operator(), unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("without touching a neighbour on which the same was found", async () => {
    const [tenant, neighbour] = [
      await tenantWith("shared-gateway-token", rotate),
      await tenantWith("shared-gateway-token", rotate),
    ];
    await fixMistake(await operator(), inputOf(tenant));
    expect(await db.operation.count({ where: { tenantId: neighbour.id } })).toBe(0);
  });
});
