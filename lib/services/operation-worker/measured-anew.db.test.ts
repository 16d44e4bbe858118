import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { db } from "#lib/db/db.ts";
import type { Circumstance } from "#lib/domain/checklist/freshness.ts";
import { gatewayTokenName } from "#lib/domain/credential/secret-name.ts";
import { fullHardening } from "#lib/domain/hardening/setting.ts";
import { kindsThat, type OperationKind, operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import { comingOn, measuredPair } from "#lib/jobs/testing/measured-pair.ts";
import { observationOf, startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { getTenantAudit } from "#lib/services/audit/index.ts";
import { builtConfigHash } from "#lib/services/check/testing/build-evidence.ts";
import { killGateway } from "#lib/services/gateway/index.ts";
import { recordObservation } from "#lib/services/observation/record-observation.ts";
import { getTenantAttempts } from "#lib/services/probe/index.ts";
import { getTenant } from "#lib/services/tenant/index.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import type { BuiltTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { runOperation } from "./run-operation.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
let agent: ApiServer | undefined;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());

/** What each kind is asked for with, where that is more than the tenant. */
const options: Partial<Record<OperationKind, object>> = {
  provision: { startAfterwards: true },
  harden: { choice: fullHardening },
  fix: { fix: "new-hooks-token", subjects: ["f".repeat(64)] },
};

/** What a Gateway is seen to be after an operation that changed all that its kind may change. */
function changedBy(kind: OperationKind, slug: string): Observation {
  const changes: readonly Circumstance[] = operationKinds[kind].changes;
  const observed = observationOf(slug, {
    configHash: changes.includes("configHash") ? "b".repeat(64) : builtConfigHash,
    version: changes.includes("version") ? "2026.9.7" : "2026.9.6",
  });
  if (operationKinds[kind].desired !== "stopped" || kind === "provision") return { ...observed, pid: 4712 };
  const lastExit = { exitCode: 0, signal: null, at: observed.at, reason: "Stopped.", lastLines: [] };
  return { ...observed, phase: "stopped", pid: null, startedAt: null, lastExit };
}

/** A host on which each verb ends like this. */
function hostThat(ends: () => Promise<Observation>) {
  return startStandInAgent({
    provision: ends,
    start: ends,
    stop: ends,
    restart: ends,
    kill: ends,
    "hardening.apply": ends,
    configure: async () => ({ applied: "restarted", observation: await ends() }),
    "mistake.fix": async () => ({
      observation: await ends(),
      gatewayToken: null,
      moved: [],
      needsRestart: false,
    }),
    remove: async () => ({ slug: (await ends()).slug, isRemoved: true }),
  });
}

/** What is known of a tenant and counts no longer. */
async function staleOf(slug: string): Promise<string[]> {
  const actor = await operator();
  const [{ items }, audit, attempts] = [
    await getTenant(actor, { slug }),
    await getTenantAudit(actor, { slug }),
    await getTenantAttempts(actor, { slug }),
  ];
  return [
    ...(items.some(({ decayedFrom }) => decayedFrom !== null) ? ["check"] : []),
    ...(audit.status.state === "stale" ? ["audit"] : []),
    ...(attempts.stale !== null ? ["attempts"] : []),
  ];
}

/** Has an operation of this kind done. @returns how it ended */
async function run(kind: OperationKind, tenant: BuiltTenant): Promise<string> {
  const { id } = await buildOperation(tenant.id, {
    ...{ kind, status: "queued", finishedAt: null },
    options: options[kind] ?? {},
  });
  await runOperation(id, log, never);
  return (await db.operation.findUniqueOrThrow({ where: { id } })).status;
}

describe.each(kindsThat(() => true))("after an operation of kind %s", (kind) => {
  it("whatever counts no longer because of it is measured anew", async () => {
    const { host, tenant, neighbour } = await measuredPair();
    expect(await staleOf(tenant.slug)).toEqual([]);
    agent = await hostThat(async () => changedBy(kind, tenant.slug));
    expect(await run(kind, tenant)).toBe("done");
    const stale = [...(await staleOf(tenant.slug)), ...(await staleOf(neighbour.slug))];
    expect(stale.length > 0).toBe(operationKinds[kind].changes.length > 0);
    expect(await comingOn(host)).toEqual(expect.arrayContaining(stale));
  });

  it("that failed when all was changed, too", async () => {
    const { host, tenant, neighbour } = await measuredPair();
    agent = await hostThat(async () => {
      // As the watch stream would, which is not asked how the verb ended.
      await recordObservation(host.id, changedBy(kind, tenant.slug));
      throw new AgentFailure("START_FAILED", "It didn't come up.", "Look at its log.");
    });
    expect(await run(kind, tenant)).toBe("failed");
    const stale = [...(await staleOf(tenant.slug)), ...(await staleOf(neighbour.slug))];
    expect(stale.length > 0).toBe(operationKinds[kind].changes.length > 0);
    expect(await comingOn(host)).toEqual(expect.arrayContaining(stale));
  });
});

describe.each(kindsThat((record) => record.changesSecrets))(
  "an operation of kind %s, which may change secrets",
  (kind) => {
    it.each(["done", "failed"])("that is %s leaves nothing of a neighbour proven", async (end) => {
      const { tenant, neighbour } = await measuredPair();
      agent = await hostThat(async () => {
        if (end === "failed")
          throw new AgentFailure("START_FAILED", "It didn't come up.", "Look at its log.");
        return observationOf(tenant.slug, { configHash: builtConfigHash });
      });
      expect(await run(kind, tenant)).toBe(end);
      expect(await staleOf(neighbour.slug)).toContain("check");
    });

    it("that a kill ends leaves nothing of a neighbour proven", async () => {
      const { tenant, neighbour } = await measuredPair();
      await buildOperation(tenant.id, {
        kind,
        status: "running",
        finishedAt: null,
        options: options[kind] ?? {},
      });
      await killGateway(await operator(), { slug: tenant.slug });
      expect(await staleOf(neighbour.slug)).toEqual(["check", "attempts"]);
    });
  },
);

describe("a fix", () => {
  it("that failed after it gave the Gateway another token has kept that token and leaves nothing proven", async () => {
    const { tenant, neighbour } = await measuredPair();
    agent = await startStandInAgent({
      "mistake.fix": async () => {
        throw new AgentFailure("START_FAILED", "It didn't come up.", "Look at its log.");
      },
      "secrets.list": async () => ({
        secrets: [{ name: gatewayTokenName, fingerprint: "e".repeat(64), lastFour: null }],
      }),
    });
    const { id } = await buildOperation(tenant.id, {
      ...{ kind: "fix", status: "queued", finishedAt: null },
      options: { fix: "rotate-gateway-token", subjects: ["f".repeat(64)] },
    });
    await runOperation(id, log, never);
    const kept = await db.credential.findFirst({ where: { tenantId: tenant.id } });
    expect(kept?.fingerprint).toBe("e".repeat(64));
    expect(await staleOf(neighbour.slug)).toEqual(["check", "attempts"]);
  });

  it("leaves nothing proven as soon as another secret is in its place, whatever follows", async () => {
    const { tenant, neighbour } = await measuredPair();
    const seen: string[][] = [];
    agent = await startStandInAgent({
      "mistake.fix": async () => ({
        observation: observationOf(tenant.slug, { configHash: builtConfigHash }),
        gatewayToken: null,
        moved: [{ name: "/models/openai", fingerprint: "e".repeat(64), lastFour: null }],
        needsRestart: true,
      }),
      restart: async () => {
        seen.push(await staleOf(neighbour.slug));
        return observationOf(tenant.slug, { configHash: builtConfigHash });
      },
    });
    const { id } = await buildOperation(tenant.id, {
      ...{ kind: "fix", status: "queued", finishedAt: null },
      options: { fix: "rotate-gateway-token", subjects: ["f".repeat(64)] },
    });
    await runOperation(id, log, never);
    expect(seen).toEqual([["check", "attempts"]]);
  });
});
