import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import {
  arranged,
  changes,
  configurations,
  host,
  hostHandlers,
  keys,
  model,
  openOf,
  operator,
} from "#lib/jobs/testing/changes-of-a-host.ts";
import { layLossyWire } from "#lib/jobs/testing/lossy-wire.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import {
  getCredentials,
  getSecretStates,
  rotateGatewayToken,
  saveChannel,
  saveModel,
} from "#lib/services/credential/index.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { settleChanges } from "./settle-changes.ts";

const log = createLogger("test", "silent");
let agent: ApiServer;
let wire: Awaited<ReturnType<typeof layLossyWire>>;

beforeEach(async () => {
  agent = await startStandInAgent(hostHandlers);
  wire = await layLossyWire();
});
afterEach(async () => {
  await wire.remove();
  await agent.close();
});
afterAll(() => closeJobQueue());

const unknown = {
  code: "AGENT_UNREACHABLE",
  message: expect.stringMatching(/^It is not known whether .+ was done\./),
};

describe.each(changes)("$name", (change) => {
  const { ask, verb, action, isOnHost, isKnown } = change;

  it("is recorded once, by whoever asked for it, and leaves nothing open", async () => {
    const { actor, tenant, recorded } = await arranged(change);
    await ask(actor, tenant);
    expect([isOnHost(tenant), await isKnown(actor, tenant)]).toEqual([true, true]);
    expect(await recorded()).toEqual([[action, actor.name]]);
    expect(await openOf(actor, tenant)).toBeNull();
  });

  it("whose answer is lost is shown as not known, and found out later", async () => {
    const { actor, tenant, recorded } = await arranged(change);
    wire.set("loses-answers", verb);
    await expect(ask(actor, tenant)).rejects.toMatchObject(unknown);
    wire.set("whole", verb);
    expect(isOnHost(tenant)).toBe(true);
    expect(await openOf(actor, tenant)).toMatchObject({ isUnknown: true });
    expect(await recorded()).toEqual([]);
    await expect(rotateGatewayToken(actor, { slug: tenant.slug })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("not known yet"),
    });
    await settleChanges(log);
    expect(await isKnown(actor, tenant)).toBe(true);
    expect(await recorded()).toEqual([
      [action, actor.name],
      ["change.settle", "Host changes", true],
    ]);
    expect(await openOf(actor, tenant)).toBeNull();
  });

  it("that is lost on its way is found not to have been done, and can be asked for again", async () => {
    const { actor, tenant, recorded } = await arranged(change);
    wire.set("loses-requests", verb);
    await expect(ask(actor, tenant)).rejects.toMatchObject(unknown);
    wire.set("whole", verb);
    await settleChanges(log);
    expect([isOnHost(tenant), await isKnown(actor, tenant)]).toEqual([false, false]);
    expect(await recorded()).toEqual([["change.settle", "Host changes", false]]);
    await ask(actor, tenant);
    expect([isOnHost(tenant), await isKnown(actor, tenant)]).toEqual([true, true]);
  });

  it("stays not known while the host is silent, and says why", async () => {
    const { actor, tenant } = await arranged(change);
    wire.set("loses-answers", verb);
    await expect(ask(actor, tenant)).rejects.toMatchObject(unknown);
    wire.set("loses-requests", "change.close");
    await settleChanges(log);
    expect(await openOf(actor, tenant)).toMatchObject({
      isUnknown: true,
      problem: expect.stringContaining("can't be reached"),
    });
    wire.set("whole", verb);
    await settleChanges(log);
    expect(await isKnown(actor, tenant)).toBe(true);
  });

  it("leaves nothing behind when nothing got through to the host", async () => {
    const { actor, tenant, recorded } = await arranged(change);
    const setup = async (isThere: boolean) => {
      if (isThere) {
        agent = await startStandInAgent(hostHandlers);
        wire = await layLossyWire();
      } else {
        await wire.remove();
        await agent.close();
      }
    };
    await setup(false);
    // What is asked beforehand needs the host, too; nothing is begun then.
    await expect(ask(actor, tenant)).rejects.toMatchObject({
      code: "AGENT_UNREACHABLE",
      message: expect.stringContaining("isn't running"),
    });
    await setup(true);
    expect(await openOf(actor, tenant)).toBeNull();
    expect(await recorded()).toEqual([]);
  });

  it("that the host refuses leaves nothing behind", async () => {
    const { actor, tenant, recorded } = await arranged(change);
    await wire.remove();
    await agent.close();
    const refusal = new AgentFailure("DISK_FULL", "The disk is full.", "Make room.");
    agent = await startStandInAgent({ ...hostHandlers, [verb]: () => Promise.reject(refusal) });
    wire = await layLossyWire();
    await expect(ask(actor, tenant)).rejects.toMatchObject({
      code: "AGENT_REFUSED",
      message: "The disk is full.",
    });
    expect(await openOf(actor, tenant)).toBeNull();
    expect(await recorded()).toEqual([]);
  });

  it("is done once when two ask for it at once", async () => {
    const { actor, tenant, recorded } = await arranged(change);
    const results = await Promise.allSettled([ask(actor, tenant), ask(actor, tenant)]);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    // Either the second came while the first was under way, or after it.
    for (const reason of refused)
      expect(reason).toMatchObject({ code: expect.stringMatching("CONFLICT|NOT_FOUND") });
    expect(await recorded()).toHaveLength(2 - refused.length);
    expect(await openOf(actor, tenant)).toBeNull();
  });

  it("is refused to an account manager, and for a tenant that nobody knows", async () => {
    const { tenant, recorded } = await arranged(change);
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(ask(manager, tenant)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const foreign = { ...tenant, slug: "nobody-here" };
    await expect(ask(await operator(), foreign)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await recorded()).toEqual([]);
    expect(await db.hostChange.count({ where: { tenantId: tenant.id } })).toBe(0);
  });
});

describe("a channel with two secrets", () => {
  const slack = (tenant: BuiltTenant) => ({
    slug: tenant.slug,
    setting: { kind: "slack" as const },
    secrets: {
      botToken: `xoxb-${randomBytes(12).toString("hex")}`,
      appToken: `xapp-${randomBytes(12).toString("hex")}`,
    },
  });

  it("of which the host took one is not saved, and the one is known", async () => {
    const [actor, tenant] = [await operator(), await buildTenant({ gateway: { observedPhase: "stopped" } })];
    await wire.remove();
    await agent.close();
    let count = 0;
    agent = await startStandInAgent({
      ...hostHandlers,
      "secrets.set": (request, signal) => {
        count += 1;
        const set = host.handlers["secrets.set"];
        if (count === 1 && set !== undefined) return set(request, signal);
        throw new AgentFailure("DISK_FULL", "The disk is full.", "Make room.");
      },
    });
    wire = await layLossyWire();
    await expect(saveChannel(actor, slack(tenant))).rejects.toMatchObject({
      message: expect.stringContaining("The disk is full."),
    });
    await settleChanges(log);
    const { channels } = await getCredentials(actor, { slug: tenant.slug });
    expect(channels).toEqual([]);
    const { states, unrecorded } = await getSecretStates(actor, { slug: tenant.slug });
    expect([Object.values(states), unrecorded]).toEqual([["there"], []]);
    expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(0);
    expect(await db.activity.findMany({ where: { tenantId: tenant.id } })).toMatchObject([
      { action: "change.settle", details: { isDone: false } },
    ]);
  });
});

describe("a host that fails", () => {
  it("after it has made the change is believed, and the change is known", async () => {
    const token = changes.find(({ verb }) => verb === "gateway-token.rotate");
    if (token === undefined) throw new Error("There is no rotation of a token.");
    const { actor, tenant, recorded } = await arranged(token);
    await wire.remove();
    await agent.close();
    agent = await startStandInAgent({
      ...hostHandlers,
      "gateway-token.rotate": async ({ slug }) => {
        host.stored.set(`${slug}/gateway/token`, "the new one");
        throw new AgentFailure("START_FAILED", "The token on disk is new.", "Restart the Gateway.");
      },
    });
    wire = await layLossyWire();
    await expect(token.ask(actor, tenant)).rejects.toMatchObject({
      code: "AGENT_REFUSED",
      message: "The token on disk is new.",
    });
    expect(await token.isKnown(actor, tenant)).toBe(true);
    expect(await recorded()).toEqual([["credential.rotate", actor.name]]);
    expect(await openOf(actor, tenant)).toBeNull();
  });
});

describe("settling", () => {
  const [entering] = changes;
  if (entering === undefined) throw new Error("There is no change.");

  it("waits for an operation that began meanwhile", async () => {
    const { actor, tenant } = await arranged(entering);
    wire.set("loses-answers", entering.verb);
    await expect(entering.ask(actor, tenant)).rejects.toMatchObject(unknown);
    wire.set("whole", entering.verb);
    const { id } = await buildOperation(tenant.id, { kind: "restart", status: "running", finishedAt: null });
    await settleChanges(log);
    expect(await openOf(actor, tenant)).toMatchObject({ problem: expect.stringContaining("operation") });
    await db.operation.update({ where: { id }, data: { status: "done" } });
    await settleChanges(log);
    expect(await entering.isKnown(actor, tenant)).toBe(true);
  });

  it("lets a call that comes late do nothing", async () => {
    const token = changes.find(({ verb }) => verb === "gateway-token.rotate");
    if (token === undefined) throw new Error("There is no rotation of a token.");
    const { actor, tenant } = await arranged(token);
    wire.set("loses-requests", token.verb);
    await expect(token.ask(actor, tenant)).rejects.toMatchObject(unknown);
    wire.set("whole", token.verb);
    const { id } = await db.hostChange.findUniqueOrThrow({ where: { tenantId: tenant.id } });
    await settleChanges(log);
    const late = { slug: slugSchema.parse(tenant.slug), changeId: id };
    const called = (await agentOf(tenant.hostId)).call("gateway-token.rotate", late);
    await expect(called).rejects.toMatchObject({ detail: { code: "CANCELLED" } });
    expect(token.isOnHost(tenant)).toBe(false);
  });

  it("of an adoption knows it also when the file was edited once more", async () => {
    const adopting = changes.find(({ verb }) => verb === "config.adopt");
    if (adopting === undefined) throw new Error("There is no adoption.");
    const { actor, tenant, recorded } = await arranged(adopting);
    wire.set("loses-answers", adopting.verb);
    await expect(adopting.ask(actor, tenant)).rejects.toMatchObject(unknown);
    wire.set("whole", adopting.verb);
    configurations.edit(tenant.slug);
    await settleChanges(log);
    expect(await recorded()).toEqual([
      ["config.adopt", actor.name],
      ["change.settle", "Host changes", true],
    ]);
  });

  it("keeps another tenant from being given the same secret meanwhile", async () => {
    const { actor, tenant } = await arranged(entering);
    wire.set("loses-answers", entering.verb);
    await expect(entering.ask(actor, tenant)).rejects.toMatchObject(unknown);
    wire.set("whole", entering.verb);
    const other = await buildTenant({ gateway: { observedPhase: "stopped" } });
    const same = keys.get(tenant.slug) ?? "";
    await expect(saveModel(actor, model(other, same))).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(tenant.slug),
    });
    await settleChanges(log);
  });
});
