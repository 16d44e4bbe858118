import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { closeJobQueue, jobQueue } from "#lib/queue/job-queue.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import {
  killGateway,
  provisionGateway,
  removeGateway,
  restartGateway,
  startGateway,
  stopGateway,
} from "./index.ts";

afterAll(() => closeJobQueue());

const stopped = { gateway: { observedPhase: "stopped" } };
const running = { gateway: { observedPhase: "running" } };
const operator = async () => actorOf(await buildUser());

describe("start", () => {
  it("records wish, operation, activity and job together", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    const operation = await startGateway(actor, { slug: tenant.slug });
    expect(operation).toMatchObject({ kind: "start", status: "queued", requestedBy: actor.name });
    const gateway = await db.gateway.findUniqueOrThrow({ where: { tenantId: tenant.id } });
    expect(gateway).toMatchObject({ desiredState: "running", generation: 1 });
    expect(await db.activity.findFirst({ where: { operationId: operation.id } })).toMatchObject({
      action: "gateway.start",
      actorName: actor.name,
      tenantId: tenant.id,
    });
    const [job] = await (await jobQueue()).findJobs("gateway-operation", { id: operation.id });
    expect(job).toMatchObject({ state: "created", data: { operationId: operation.id } });
  });

  it("answers a double click with the operation that is under way", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    const [first, second] = await Promise.all([
      startGateway(actor, { slug: tenant.slug }),
      startGateway(actor, { slug: tenant.slug }),
    ]);
    expect(second.id).toBe(first.id);
    expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(1);
    expect(await db.activity.count({ where: { tenantId: tenant.id } })).toBe(1);
  });

  it("lets one of two operators who want different things win, and tells the other what runs", async () => {
    const tenant = await buildTenant(running);
    const results = await Promise.allSettled([
      stopGateway(await operator(), { slug: tenant.slug }),
      restartGateway(await operator(), { slug: tenant.slug }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find(({ status }) => status === "rejected");
    expect(refused).toMatchObject({
      reason: {
        code: "CONFLICT",
        message: expect.stringMatching(/^A (stop|restart) of this Gateway is waiting to run since 20/),
      },
    });
    expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(1);
  });

  it("refuses an account manager and changes nothing", async () => {
    const tenant = await buildTenant(stopped);
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(startGateway(manager, { slug: tenant.slug })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(0);
  });

  it("answers an unknown slug with not found", async () => {
    await expect(startGateway(await operator(), { slug: "nobody" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("refuses what makes no sense in the phase that is shown", async () => {
    const tenant = await buildTenant(running);
    await expect(startGateway(await operator(), { slug: tenant.slug })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "The Gateway can't be started now: it is “Running”.",
    });
  });

  it("accepts an operation for a host that has gone quiet", async () => {
    const host = await buildHost({ lastSeenAt: new Date(Date.now() - 60_000) });
    const tenant = await buildTenant({ hostId: host.id, ...running });
    await expect(startGateway(await operator(), { slug: tenant.slug })).resolves.toMatchObject({
      status: "queued",
    });
  });
});

describe("kill", () => {
  it("takes the place of an operation that is under way", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(running)];
    const stop = await stopGateway(actor, { slug: tenant.slug });
    await db.operation.update({ where: { id: stop.id }, data: { status: "running" } });
    const kill = await killGateway(actor, { slug: tenant.slug });
    expect(kill).toMatchObject({ kind: "kill", status: "queued" });
    expect(await db.operation.findUnique({ where: { id: stop.id } })).toMatchObject({
      status: "cancelled",
      error: { code: "SUPERSEDED" },
    });
  });
});

describe("remove", () => {
  it("refuses without the slug typed", async () => {
    const tenant = await buildTenant(stopped);
    const input = { slug: tenant.slug, confirmation: "something else", purge: true };
    await expect(removeGateway(await operator(), input)).rejects.toMatchObject({
      code: "INVALID",
      fields: { confirmation: `Type ${tenant.slug} to confirm.` },
    });
  });

  it("refuses a Gateway that runs", async () => {
    const tenant = await buildTenant(running);
    const input = { slug: tenant.slug, confirmation: tenant.slug, purge: false };
    await expect(removeGateway(await operator(), input)).rejects.toMatchObject({
      code: "CONFLICT",
      nextStep: "Stop it first.",
    });
  });

  it("keeps the choice to purge with the operation", async () => {
    const tenant = await buildTenant(stopped);
    const input = { slug: tenant.slug, confirmation: tenant.slug, purge: true };
    const { id } = await removeGateway(await operator(), input);
    expect(await db.operation.findUnique({ where: { id } })).toMatchObject({
      kind: "remove",
      options: { purge: true },
    });
  });
});

describe("provision", () => {
  it("gives a removed tenant ports again", async () => {
    const tenant = await buildTenant({ gateway: { desiredState: "absent" } });
    await db.portBlock.delete({ where: { tenantId: tenant.id } });
    await buildOperation(tenant.id, { kind: "remove" });
    await provisionGateway(await operator(), { slug: tenant.slug });
    expect(await db.portBlock.count({ where: { tenantId: tenant.id } })).toBe(1);
  });
});
