import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { basicHardening, fullHardening } from "#lib/domain/hardening/setting.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { applyHardening, getHardening } from "./index.ts";

afterAll(() => closeJobQueue());

const running = { gateway: { observedPhase: "running", desiredState: "running" as const } };
const operator = async () => actorOf(await buildUser());

describe("changing a tenant's hardening", () => {
  it("records the operation, the activity and the job, and leaves whether the Gateway should run", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(running)];
    const operation = await applyHardening(actor, { slug: tenant.slug, choice: fullHardening });
    expect(operation).toMatchObject({ kind: "harden", status: "queued", requestedBy: actor.name });
    expect(await db.operation.findUniqueOrThrow({ where: { id: operation.id } })).toMatchObject({
      generation: 1,
      options: { choice: fullHardening },
    });
    expect(await db.gateway.findUniqueOrThrow({ where: { tenantId: tenant.id } })).toMatchObject({
      desiredState: "running",
    });
    expect(await db.activity.findFirst({ where: { operationId: operation.id } })).toMatchObject({
      action: "hardening.apply",
      actorName: actor.name,
      tenantId: tenant.id,
      details: { slug: tenant.slug },
    });
  });

  it("waits for an operation that is under way", async () => {
    const tenant = await buildTenant(running);
    await buildOperation(tenant.id, { kind: "restart", status: "running" });
    const input = { slug: tenant.slug, choice: basicHardening };
    await expect(applyHardening(await operator(), input)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(1);
  });

  it("refuses a tenant that is not on its host yet", async () => {
    const tenant = await buildTenant({ gateway: { observedPhase: "absent" } });
    const input = { slug: tenant.slug, choice: fullHardening };
    await expect(applyHardening(await operator(), input)).rejects.toMatchObject({
      code: "CONFLICT",
      message: "The hardening can't be changed now: it is “Not provisioned”.",
    });
  });

  it("refuses an account manager and changes nothing", async () => {
    const tenant = await buildTenant(running);
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    const input = { slug: tenant.slug, choice: basicHardening };
    await expect(applyHardening(manager, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(0);
  });

  it("answers an unknown slug with not found, asked or changed", async () => {
    const actor = await operator();
    const input = { slug: "nobody", choice: fullHardening };
    await expect(applyHardening(actor, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getHardening(actor, { slug: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("refuses a choice with a setting that doesn't exist", async () => {
    const tenant = await buildTenant(running);
    const choice = { ...fullHardening, "hidden-backdoor": true };
    await expect(applyHardening(await operator(), { slug: tenant.slug, choice })).rejects.toMatchObject({
      code: "INVALID",
    });
  });
});
