import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { db } from "#lib/db/db.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue, jobQueue } from "#lib/queue/job-queue.ts";
import {
  killGateway,
  provisionGateway,
  removeGateway,
  retryOperation,
  startGateway,
} from "#lib/services/gateway/index.ts";
import type { OperationDto } from "#lib/services/operation/index.ts";
import { getOperation } from "#lib/services/operation/index.ts";
import { runOperation } from "#lib/services/operation-worker/run-operation.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { resumeUnfinished } from "./resume-unfinished.ts";
import { observationOf, startStandInAgent } from "./testing/stand-in-agent.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
let agent: ApiServer | undefined;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());
const step = (id: string, status: "running" | "done") => ({
  id,
  title: id,
  status,
  detail: null,
  at: new Date().toISOString(),
});

async function requestStart(): Promise<{
  tenantId: string;
  hostId: string;
  slug: string;
  operation: OperationDto;
}> {
  const tenant = await buildTenant({ gateway: { observedPhase: "stopped" } });
  const operation = await startGateway(await operator(), { slug: tenant.slug });
  return { tenantId: tenant.id, hostId: tenant.hostId, slug: tenant.slug, operation };
}

describe("an operation that the agent carries out", () => {
  it("keeps its steps, what was observed at the end, and asks for a check of the host", async () => {
    const { tenantId, hostId, slug, operation } = await requestStart();
    const calls: unknown[] = [];
    agent = await startStandInAgent({
      start: async (request, emit) => {
        calls.push(request);
        emit(step("process", "running"));
        emit(step("process", "done"));
        return observationOf(slug);
      },
    });
    await runOperation(operation.id, log, never);
    expect(calls).toEqual([{ slug, operationId: operation.id, generation: 1 }]);
    const row = await db.operation.findUniqueOrThrow({ where: { id: operation.id } });
    expect(row).toMatchObject({ status: "done", steps: [{ id: "process", status: "done" }] });
    expect(await db.gateway.findUnique({ where: { tenantId } })).toMatchObject({ observedPhase: "running" });
    expect(await db.hostCheck.count({ where: { hostId, status: "queued" } })).toBe(1);
    expect(
      await db.activity.count({ where: { operationId: operation.id, action: "gateway.start-done" } }),
    ).toBe(1);
  });

  it("has what it provisioned audited", async () => {
    const tenant = await buildTenant({ gateway: { observedPhase: "incomplete" } });
    const { id } = await provisionGateway(await operator(), { slug: tenant.slug, startAfterwards: false });
    agent = await startStandInAgent({ provision: async () => observationOf(tenant.slug) });
    await runOperation(id, log, never);
    expect(await db.auditRun.findMany({ where: { tenantId: tenant.id } })).toMatchObject([
      { status: "queued" },
    ]);
  });

  it("is not carried out twice", async () => {
    const { slug, operation } = await requestStart();
    let calls = 0;
    agent = await startStandInAgent({
      start: async () => {
        calls += 1;
        return observationOf(slug);
      },
    });
    await runOperation(operation.id, log, never);
    await runOperation(operation.id, log, never);
    expect(calls).toBe(1);
  });

  it("gives ports and evidence back when the Gateway is removed", async () => {
    const tenant = await buildTenant({ gateway: { observedPhase: "stopped" } });
    const input = { slug: tenant.slug, confirmation: tenant.slug, purge: true };
    const { id } = await removeGateway(await operator(), input);
    const asked: unknown[] = [];
    agent = await startStandInAgent({
      remove: async (request) => {
        asked.push(request.purge);
        return { slug: request.slug, isRemoved: true };
      },
    });
    await runOperation(id, log, never);
    expect(asked).toEqual([true]);
    expect(await db.portBlock.count({ where: { tenantId: tenant.id } })).toBe(0);
    const host = await db.host.findUniqueOrThrow({ where: { id: tenant.hostId } });
    expect(host.neighbourhood).toBe(2);
  });
});

describe("an operation that the agent refuses", () => {
  const refusal = new AgentFailure("PORT_TAKEN", "Port 19200 is held by uid 0.", "Free it.");

  it("fails with the agent's own words and can be asked for again", async () => {
    const { slug, operation } = await requestStart();
    agent = await startStandInAgent({ start: () => Promise.reject(refusal) });
    await runOperation(operation.id, log, never);
    const actor = await operator();
    const failed = await getOperation(actor, { id: operation.id });
    expect(failed).toMatchObject({
      status: "failed",
      canRetry: true,
      error: { code: "PORT_TAKEN", message: "Port 19200 is held by uid 0.", nextStep: "Free it." },
    });
    const again = await retryOperation(actor, { operationId: operation.id });
    expect(again).toMatchObject({ kind: "start", status: "queued", tenant: { slug } });
    await expect(retryOperation(actor, { operationId: operation.id })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("gives a tenant other ports when provisioning met somebody else's", async () => {
    const tenant = await buildTenant();
    const { id } = await db.operation.create({
      data: {
        tenantId: tenant.id,
        kind: "provision",
        status: "failed",
        generation: 0,
        error: refusal.detail,
      },
    });
    await retryOperation(await operator(), { operationId: id });
    const block = await db.portBlock.findUniqueOrThrow({ where: { tenantId: tenant.id } });
    expect(block.base).not.toBe(tenant.portBlock.base);
  });
});

describe("a host that can't be reached", () => {
  it("leaves the operation running with a visible reason, and the next try finishes it", async () => {
    const { slug, operation } = await requestStart();
    const actor = await operator();
    await expect(runOperation(operation.id, log, never)).rejects.toThrow();
    expect(await getOperation(actor, { id: operation.id })).toMatchObject({
      status: "running",
      notice: expect.stringContaining(
        "can't be reached; trying again. The host agent can't be reached: it isn't running.",
      ),
    });
    agent = await startStandInAgent({ start: async () => observationOf(slug) });
    await runOperation(operation.id, log, never);
    expect(await getOperation(actor, { id: operation.id })).toMatchObject({ status: "done", notice: null });
  });

  it("is given up on in the end, with one click to try again", async () => {
    const { operation } = await requestStart();
    await runOperation(operation.id, log, never).catch(() => undefined);
    const waiting = await db.operation.findUniqueOrThrow({ where: { id: operation.id } });
    const longAgo = new Date(Date.now() - 11 * 60_000).toISOString();
    const steps = JSON.parse(JSON.stringify(waiting.steps).replace(/"at":"[^"]+"/, `"at":"${longAgo}"`));
    await db.operation.update({ where: { id: operation.id }, data: { steps } });
    await runOperation(operation.id, log, never);
    expect(await getOperation(await operator(), { id: operation.id })).toMatchObject({
      status: "failed",
      canRetry: true,
      error: { code: "AGENT_UNREACHABLE", isRetryable: true },
    });
  });

  it("that breaks off in the middle is called again with the same arguments", async () => {
    const { slug, operation } = await requestStart();
    const shuttingDown = new AgentFailure("CANCELLED", "Going down.", "Wait.", { isRetryable: true });
    agent = await startStandInAgent({ start: () => Promise.reject(shuttingDown) });
    await expect(runOperation(operation.id, log, never)).rejects.toThrow("Going down.");
    await agent.close();
    agent = await startStandInAgent({ start: async () => observationOf(slug) });
    await runOperation(operation.id, log, never);
    expect(await db.operation.findUnique({ where: { id: operation.id } })).toMatchObject({ status: "done" });
  });
});

describe("an operation whose place a kill took", () => {
  it("ends as cancelled though its call came back well", async () => {
    const { slug, operation } = await requestStart();
    const actor = await operator();
    await db.gateway.updateMany({ where: { tenant: { slug } }, data: { observedPhase: "starting" } });
    agent = await startStandInAgent({
      start: async () => {
        await killGateway(actor, { slug });
        return observationOf(slug);
      },
    });
    await runOperation(operation.id, log, never);
    expect(await db.operation.findUnique({ where: { id: operation.id } })).toMatchObject({
      status: "cancelled",
      error: { code: "SUPERSEDED" },
    });
  });
});

describe("after a restart", () => {
  it("an unfinished operation without a job gets one", async () => {
    const { operation } = await requestStart();
    const boss = await jobQueue();
    await boss.deleteJob("gateway-operation", operation.id);
    await db.operation.update({ where: { id: operation.id }, data: { status: "running" } });
    await resumeUnfinished(log);
    const [job] = await boss.findJobs("gateway-operation", { id: operation.id });
    expect(job?.state).toBe("created");
  });
});
