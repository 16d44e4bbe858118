import { afterEach, describe, expect, it, vi } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import { startGateway } from "#lib/services/gateway/index.ts";
import { buildHost, buildHostFacts } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { type Jobs, startJobs } from "./start-jobs.ts";
import { observationOf, startStandInAgent } from "./testing/stand-in-agent.ts";

let agent: ApiServer | undefined;
let jobs: Jobs | undefined;

afterEach(async () => {
  await agent?.close();
  await jobs?.stop();
});

describe("the jobs of a web process", () => {
  it("register the host, keep what is observed, and carry out what is asked", {
    timeout: 30_000,
  }, async () => {
    const facts = buildHostFacts();
    const host = await buildHost({ facts, installationId: facts.installationId, lastSeenAt: null });
    const tenant = await buildTenant({ hostId: host.id });
    const lost = await buildTenant({ hostId: host.id, gateway: { observedPhase: "running" } });
    const ended = Promise.withResolvers<void>();
    agent = await startStandInAgent({
      "host.facts": async () => ({ ...facts, hostname: "renamed.example.com" }),
      watch: async (_request, emit, signal) => {
        const observations = [observationOf(tenant.slug, { phase: "stopped", version: null })];
        emit({ type: "snapshot", agentBootId: "boot", observations });
        signal.addEventListener("abort", () => ended.resolve());
        await ended.promise;
      },
      start: async () => observationOf(tenant.slug),
      evidence: async () => ({ at: new Date().toISOString(), accounts: [], tenants: [] }),
    });
    jobs = startJobs();
    await vi.waitUntil(async () => {
      const gateway = await db.gateway.findUniqueOrThrow({ where: { tenantId: tenant.id } });
      return gateway.observedPhase === "stopped";
    }, 10_000);
    await vi.waitUntil(async () => {
      const gateway = await db.gateway.findUniqueOrThrow({ where: { tenantId: lost.id } });
      return gateway.observedPhase === "absent";
    }, 10_000);
    const seen = await db.host.findUniqueOrThrow({ where: { id: host.id } });
    expect(seen.name).toBe("renamed.example.com");
    expect(seen.neighbourhood).toBeGreaterThan(1);

    const { id } = await startGateway(actorOf(await buildUser()), { slug: tenant.slug });
    await vi.waitUntil(async () => {
      const operation = await db.operation.findUniqueOrThrow({ where: { id } });
      return operation.status === "done";
    }, 10_000);
    await vi.waitUntil(async () => {
      const waiting = await db.hostCheck.count({ where: { hostId: host.id, status: { not: "done" } } });
      return waiting === 0;
    }, 10_000);
  });
});
