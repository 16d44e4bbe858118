import { Client } from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import { env } from "#lib/env/env.ts";
import { startGateway } from "#lib/services/gateway/index.ts";
import { buildHost, buildHostFacts } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { type Jobs, startJobs } from "./start-jobs.ts";
import { observationOf, startStandInAgent } from "./testing/stand-in-agent.ts";

let agent: ApiServer | undefined;
let jobs: Jobs | undefined;

afterEach(async () => {
  await jobs?.stop();
  await agent?.close();
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

  it("finish an operation though Postgres drops every connection in the middle of it", {
    timeout: 60_000,
  }, async () => {
    const facts = buildHostFacts();
    const host = await buildHost({ facts, installationId: facts.installationId });
    const tenant = await buildTenant({ hostId: host.id, gateway: { observedPhase: "stopped" } });
    let calls = 0;
    agent = await startStandInAgent({
      "host.facts": async () => facts,
      evidence: async () => ({ at: new Date().toISOString(), accounts: [], tenants: [] }),
      start: async () => {
        calls += 1;
        if (calls === 1) await dropConnections();
        return observationOf(tenant.slug);
      },
    });
    jobs = startJobs();
    const { id } = await startGateway(actorOf(await buildUser()), { slug: tenant.slug });
    await vi.waitUntil(() => isEnded(id), { timeout: 40_000, interval: 200 });
    expect(await db.operation.findUnique({ where: { id } })).toMatchObject({ status: "done", error: null });
    expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(1);
  });
});

/** What a fast restart of the server does to every connection of this test. */
async function dropConnections(): Promise<void> {
  const client = new Client({ connectionString: env().databaseUrl });
  await client.connect();
  await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await client.end();
}

async function isEnded(id: string): Promise<boolean> {
  // The pool notices its dead connections one by one; until then a read may fail.
  const operation = await db.operation.findUnique({ where: { id } }).catch(() => null);
  return operation?.status === "done" || operation?.status === "failed";
}
