import { afterEach, describe, expect, it, vi } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import { db } from "#lib/db/db.ts";
import type { Host } from "#lib/db/generated/client.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { buildHostFacts } from "#prisma/builders/build-host.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { meetLocalHost } from "./meet-local-host.ts";
import { observationOf, startStandInAgent } from "./testing/stand-in-agent.ts";
import { type StandInHost, startStandInHost } from "./testing/stand-in-host.ts";
import { watchHosts } from "./watch-hosts.ts";

const log = createLogger("test", "silent");
const stopping: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stopping.splice(0).reverse()) await stop();
  await db.host.updateMany({ data: { retiredAt: new Date() } });
  await closeJobQueue();
});

/** Watches until the test ends. */
function watch(): void {
  const ending = new AbortController();
  const ended = watchHosts(log, ending.signal);
  stopping.push(async () => {
    ending.abort();
    await ended;
  });
}

/** Streams one snapshot with these Gateways, and says how many watch now. */
function watched(slugs: () => readonly string[]): { handlers: Partial<Handlers>; count: () => number } {
  let count = 0;
  return {
    count: () => count,
    handlers: {
      watch: async (_request, emit, signal) => {
        count += 1;
        emit({
          type: "snapshot",
          agentBootId: "boot",
          observations: slugs().map((slug) => observationOf(slug)),
        });
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        count -= 1;
      },
    },
  };
}

async function hostWith(): Promise<{ standIn: StandInHost; tenant: BuiltTenant; count: () => number }> {
  const slugs: string[] = [];
  const { handlers, count } = watched(() => slugs);
  const standIn = await startStandInHost(handlers);
  stopping.push(standIn.dispose);
  const tenant = await buildTenant({ hostId: standIn.host.id });
  slugs.push(tenant.slug);
  return { standIn, tenant, count };
}

const phaseOf = async ({ id }: BuiltTenant) =>
  (await db.gateway.findUniqueOrThrow({ where: { tenantId: id } })).observedPhase;
const current = ({ id }: Pick<Host, "id">) => db.host.findUniqueOrThrow({ where: { id } });

describe("the watch", () => {
  it("follows each host at its own agent, and one that comes later too", async () => {
    const [a, b] = [await hostWith(), await hostWith()];
    watch();
    for (const { tenant } of [a, b]) {
      await vi.waitUntil(async () => (await phaseOf(tenant)) === "running", 10_000);
    }
    const later = await hostWith();
    await vi.waitUntil(async () => (await phaseOf(later.tenant)) === "running", 10_000);
    expect([a.count(), b.count(), later.count()]).toEqual([1, 1, 1]);
  });

  it("lets go of a host that is retired, and of no other", async () => {
    const [a, b] = [await hostWith(), await hostWith()];
    watch();
    await vi.waitUntil(() => a.count() === 1 && b.count() === 1, 10_000);
    await db.host.update({ where: { id: a.standIn.host.id }, data: { retiredAt: new Date() } });
    await vi.waitUntil(() => a.count() === 0, 10_000);
    expect(b.count()).toBe(1);
  });

  it("goes on with the others while one is away", async () => {
    const [away, b] = [await hostWith(), await hostWith()];
    stopping.splice(stopping.indexOf(away.standIn.dispose), 1);
    await away.standIn.dispose();
    watch();
    await vi.waitUntil(async () => (await phaseOf(b.tenant)) === "running", 10_000);
    expect(await phaseOf(away.tenant)).toBeNull();
  });

  it("notices that another agent has taken a host's place, and watches that one from then on", async () => {
    const before = await hostWith();
    const { connection, host } = before.standIn;
    watch();
    await vi.waitUntil(async () => (await phaseOf(before.tenant)) === "running", 10_000);
    // The state is lost: another agent begins at the same socket, with the same secret.
    const facts = buildHostFacts({ hostname: "anew" });
    const anew = watched(() => [before.tenant.slug]);
    const { observedAt } = await db.gateway.findUniqueOrThrow({ where: { tenantId: before.tenant.id } });
    await takePlace(before.standIn, facts, anew.handlers);
    await vi.waitUntil(() => anew.count() === 1, 15_000);
    const met = await db.host.findUniqueOrThrow({ where: { installationId: facts.installationId } });
    expect(met).toMatchObject({ name: "anew", connection, replacedById: null });
    expect(await current(host)).toMatchObject({ connection: null, replacedById: met.id });
    // What it says of a Gateway of that name is about another one.
    const after = await db.gateway.findUniqueOrThrow({ where: { tenantId: before.tenant.id } });
    expect(after.observedAt).toEqual(observedAt);
  });
});

async function takePlace(standIn: StandInHost, facts: HostFacts, handlers: Partial<Handlers>): Promise<void> {
  await standIn.stop();
  const agent = await startStandInAgent(
    { "host.facts": async () => facts, ...handlers },
    { installationId: facts.installationId, connection: standIn.connection },
  );
  stopping.push(() => agent.close());
}

describe("the installation's own host", () => {
  it("is met when nobody there was heard lately, and left alone otherwise", async () => {
    const facts = buildHostFacts();
    let asked = 0;
    const agent: ApiServer = await startStandInAgent(
      {
        "host.facts": async () => {
          asked += 1;
          return facts;
        },
      },
      { installationId: facts.installationId },
    );
    stopping.push(() => agent.close());
    const never = new AbortController().signal;
    await meetLocalHost(never);
    const host = await db.host.findUniqueOrThrow({ where: { installationId: facts.installationId } });
    await meetLocalHost(never);
    expect(asked).toBe(2);
    await db.host.update({ where: { id: host.id }, data: { lastSeenAt: new Date() } });
    await meetLocalHost(never);
    expect(asked).toBe(2);
  });
});
