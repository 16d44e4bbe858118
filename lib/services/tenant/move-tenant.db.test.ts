import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { buildHost, buildHostFacts } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { archiveTenant, getTenant, moveTenant } from "./index.ts";

afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());

/** A tenant whose host's agent was replaced by another's. */
async function leftBehind() {
  const heard = await buildHost();
  const dead = await buildHost({
    connection: Prisma.DbNull,
    replacedById: heard.id,
    lastSeenAt: new Date(0),
  });
  const tenant = await buildTenant({
    hostId: dead.id,
    gateway: { observedPhase: "running", observedHash: "a".repeat(64), observedAt: new Date() },
  });
  await db.credential.create({
    data: {
      tenantId: tenant.id,
      kind: "model",
      pointer: "/models/openai",
      label: "openai",
      provider: "openai",
      fingerprint: "b".repeat(64),
    },
  });
  return { heard, dead, tenant };
}

describe("moving a tenant whose host's agent is gone", () => {
  it("provisions it anew on the host that was chosen, and believes nothing of the old one", async () => {
    const { heard, dead, tenant } = await leftBehind();
    const actor = await operator();
    const before = await getTenant(actor, { slug: tenant.slug });
    expect(before).toMatchObject({ host: { isReachable: false, isReplaced: true } });
    expect(before.gateway.phase).toBe("unknown");

    const operation = await moveTenant(actor, { slug: tenant.slug, hostId: heard.id });
    expect(operation).toMatchObject({ kind: "provision", status: "queued" });
    const after = await db.tenant.findUniqueOrThrow({
      where: { id: tenant.id },
      include: { gateway: true, portBlock: true, credentials: true },
    });
    expect(after).toMatchObject({
      hostId: heard.id,
      portBlock: { hostId: heard.id },
      credentials: [],
      gateway: { desiredState: "running", observedPhase: "absent", observedHash: null, observedAt: null },
    });
    const rows = await db.activity.findMany({ where: { tenantId: tenant.id }, orderBy: { id: "asc" } });
    expect(rows.map(({ action }) => action)).toEqual(["tenant.move", "gateway.provision"]);
    expect(rows[0]?.details).toMatchObject({ from: dead.name, to: heard.name });
  });

  it("keeps its version of OpenClaw where the new host has it", async () => {
    const runtimes = ["2026.9.6", "2026.10.1"].map((openclaw) => ({
      openclaw,
      node: "24.21.0",
      isReady: true,
    }));
    const roomy = await buildHost({ facts: buildHostFacts({ runtimes }) });
    const versionAfter = async (desiredVersion: string) => {
      const { tenant } = await leftBehind();
      await db.gateway.update({ where: { tenantId: tenant.id }, data: { desiredVersion } });
      await moveTenant(await operator(), { slug: tenant.slug, hostId: roomy.id });
      return (await db.gateway.findUniqueOrThrow({ where: { tenantId: tenant.id } })).desiredVersion;
    };
    expect(await versionAfter("2026.9.6")).toBe("2026.9.6");
    expect(await versionAfter("2025.1.1")).toBe("2026.10.1");
  });

  it("is refused for the host that is gone, for another that is, and for one that doesn't exist", async () => {
    const { dead, tenant } = await leftBehind();
    const { dead: alsoDead } = await leftBehind();
    const actor = await operator();
    for (const { id } of [dead, alsoDead]) {
      await expect(moveTenant(actor, { slug: tenant.slug, hostId: id })).rejects.toMatchObject({
        code: "AGENT_UNREACHABLE",
      });
    }
    const nowhere = { slug: tenant.slug, hostId: crypto.randomUUID() };
    await expect(moveTenant(actor, nowhere)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await db.tenant.findUnique({ where: { id: tenant.id } })).toMatchObject({ hostId: dead.id });
  });

  it("waits for an unfinished operation", async () => {
    const { heard, tenant } = await leftBehind();
    await db.operation.create({
      data: { tenantId: tenant.id, kind: "stop", status: "running", generation: 1 },
    });
    await expect(moveTenant(await operator(), { slug: tenant.slug, hostId: heard.id })).rejects.toMatchObject(
      { code: "CONFLICT", message: expect.stringContaining("A stop of this Gateway") },
    );
  });

  it("is for owners and operators, and knows no foreign tenant", async () => {
    const { heard, tenant } = await leftBehind();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(moveTenant(manager, { slug: tenant.slug, hostId: heard.id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(
      moveTenant(await operator(), { slug: "no-such-tenant", hostId: heard.id }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("moving a tenant whose host works", () => {
  it("waits until its Gateway was removed there", async () => {
    const [one, other] = [await buildHost(), await buildHost()];
    const tenant = await buildTenant({ hostId: one.id });
    const actor = await operator();
    const move = { slug: tenant.slug, hostId: other.id, startAfterwards: false };
    await expect(moveTenant(actor, move)).rejects.toMatchObject({
      code: "CONFLICT",
      message: `${tenant.name} still has a Gateway on ${one.name}.`,
    });
    await db.portBlock.delete({ where: { tenantId: tenant.id } });
    await moveTenant(actor, move);
    expect(
      await db.tenant.findUnique({ where: { id: tenant.id }, include: { gateway: true } }),
    ).toMatchObject({ hostId: other.id, gateway: { desiredState: "stopped" } });
  });

  it("is refused for the host that it is on", async () => {
    const tenant = await buildTenant();
    await expect(
      moveTenant(await operator(), { slug: tenant.slug, hostId: tenant.hostId }),
    ).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("already") });
  });
});

describe("archiving a tenant whose host's agent is gone", () => {
  it("gives its ports back and says where something may be left", async () => {
    const { dead, tenant } = await leftBehind();
    await archiveTenant(await operator(), { slug: tenant.slug });
    expect(
      await db.tenant.findUnique({ where: { id: tenant.id }, include: { portBlock: true, gateway: true } }),
    ).toMatchObject({ archivedAt: expect.any(Date), portBlock: null, gateway: { desiredState: "absent" } });
    expect(
      await db.activity.findFirst({ where: { tenantId: tenant.id, action: "tenant.archive" } }),
    ).toMatchObject({ details: { leftOn: dead.name } });
  });

  it("waits for an unfinished operation", async () => {
    const { tenant } = await leftBehind();
    await db.operation.create({
      data: { tenantId: tenant.id, kind: "stop", status: "queued", generation: 1 },
    });
    await expect(archiveTenant(await operator(), { slug: tenant.slug })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});
