import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { overlaps, portBlockSize } from "#lib/domain/host/port-block.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { buildClient } from "#prisma/builders/build-client.ts";
import { buildHost, buildHostFacts } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { unique } from "#prisma/builders/unique.ts";
import {
  discardDraft,
  getDraft,
  listDrafts,
  type OnboardingInput,
  runOnboarding,
  saveDraft,
} from "./index.ts";

afterAll(() => closeJobQueue());

const answers = {
  audience: "customers",
  sharesData: false,
  isCustomerFacing: true,
  hasPowerfulTools: false,
  couldHarmEachOther: true,
} as const;

async function wish(overrides: Partial<OnboardingInput> = {}): Promise<OnboardingInput> {
  return {
    clientId: overrides.clientId ?? (await buildClient()).id,
    hostId: overrides.hostId ?? (await buildHost()).id,
    slug: unique("tenant"),
    name: "A tenant",
    rung: "os-user",
    hasPowerfulTools: false,
    decision: { answers },
    ...overrides,
  };
}

const operator = async () => actorOf(await buildUser());

describe("running an onboarding", () => {
  it("creates tenant, ports, Gateway, operation and activity, and uses up the draft", async () => {
    const actor = await operator();
    const draft = await saveDraft(actor, { step: "plan", input: { slug: "x" } });
    const input = await wish();
    const started = await runOnboarding(actor, { ...input, draftId: draft.id });
    const tenant = await db.tenant.findUniqueOrThrow({
      where: { slug: input.slug },
      include: { gateway: true, portBlock: true, operations: true },
    });
    expect(tenant).toMatchObject({
      id: started.tenantId,
      rung: "os_user",
      decision: { answers, recommendation: { rung: "os-user" }, chosenRung: "os-user" },
      gateway: { desiredState: "running", desiredVersion: "2026.9.6" },
      operations: [{ id: started.operationId, kind: "provision", status: "queued" }],
    });
    expect(tenant.portBlock).not.toBeNull();
    const actions = await db.activity.findMany({ where: { tenantId: tenant.id }, orderBy: { id: "asc" } });
    expect(actions.map(({ action }) => action)).toEqual(["tenant.onboard", "gateway.provision"]);
    expect(await listDrafts(actor)).toEqual([]);
  });

  it("names the field when the slug is taken, and leaves nothing behind", async () => {
    const taken = await buildTenant();
    const input = await wish({ slug: taken.slug });
    await expect(runOnboarding(await operator(), input)).rejects.toMatchObject({
      code: "CONFLICT",
      fields: { slug: "Another tenant has this slug. Choose another." },
    });
    expect(await db.portBlock.count({ where: { hostId: input.hostId ?? "" } })).toBe(0);
  });

  it("refuses an archived client by name", async () => {
    const client = await buildClient({ archivedAt: new Date() });
    await expect(runOnboarding(await operator(), await wish({ clientId: client.id }))).rejects.toMatchObject({
      code: "CONFLICT",
      message: `${client.name} is archived.`,
    });
  });

  it("refuses a client that doesn't exist", async () => {
    const input = await wish({ clientId: randomUUID() });
    await expect(runOnboarding(await operator(), input)).rejects.toMatchObject({
      code: "INVALID",
      fields: { clientId: "Choose a client from the list." },
    });
  });

  it("refuses an account manager", async () => {
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(runOnboarding(manager, await wish())).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("port blocks", () => {
  it("never overlap, however many onboardings run at once", async () => {
    const [actor, host, client] = [await operator(), await buildHost(), await buildClient()];
    const inputs = await Promise.all(
      Array.from({ length: 20 }, () => wish({ hostId: host.id, clientId: client.id })),
    );
    await Promise.all(inputs.map((input) => runOnboarding(actor, input)));
    const blocks = await db.portBlock.findMany({ where: { hostId: host.id }, orderBy: { base: "asc" } });
    expect(blocks).toHaveLength(20);
    for (const [index, block] of blocks.entries()) {
      for (const other of blocks.slice(index + 1)) expect(overlaps(block, other)).toBe(false);
    }
    expect(await db.operation.count({ where: { tenant: { hostId: host.id }, status: "queued" } })).toBe(20);
  });

  it("pass over a block in which the host shows somebody else's port", async () => {
    const facts = buildHostFacts({ listeningPorts: [{ port: 19_250, uid: 0 }] });
    const host = await buildHost({ facts, installationId: facts.installationId });
    const { slug } = await runOnboarding(await operator(), await wish({ hostId: host.id }));
    const tenant = await db.tenant.findUniqueOrThrow({ where: { slug }, include: { portBlock: true } });
    expect(tenant.portBlock?.base).toBe(host.portFirst + portBlockSize);
  });

  it("say so when they are used up, and create nothing", async () => {
    const host = await buildHost({ portFirst: 20_000, portLast: 20_000 + portBlockSize - 1 });
    await runOnboarding(await operator(), await wish({ hostId: host.id }));
    const tooMany = await wish({ hostId: host.id });
    await expect(runOnboarding(await operator(), tooMany)).rejects.toMatchObject({
      code: "CONFLICT",
      message: `${host.name} has no 120 free ports in a row left.`,
    });
    expect(await db.tenant.findUnique({ where: { slug: tooMany.slug } })).toBeNull();
  });
});

describe("drafts", () => {
  it("resume where they were left, for their author alone", async () => {
    const [author, other] = [await operator(), await operator()];
    const { id } = await saveDraft(author, { step: "boundary", input: { name: "Acme" } });
    await saveDraft(author, { id, step: "plan", input: { name: "Acme", slug: "acme" } });
    expect(await getDraft(author, { id })).toMatchObject({ step: "plan", input: { slug: "acme" } });
    await expect(getDraft(other, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(saveDraft(other, { id, step: "plan", input: {} })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await discardDraft(other, { id });
    expect(await listDrafts(author)).toHaveLength(1);
    await discardDraft(author, { id });
    expect(await listDrafts(author)).toEqual([]);
  });
});
