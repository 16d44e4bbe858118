import { afterAll, describe, expect, it } from "vitest";
import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { localConnection } from "#lib/agent-calls/open-agent.ts";
import { db } from "#lib/db/db.ts";
import { type Host, Prisma } from "#lib/db/generated/client.ts";
import type { HostConnection } from "#lib/domain/host/host-connection.ts";
import { portBlockSize } from "#lib/domain/host/port-block.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { requestHostCheck } from "#lib/services/check/index.ts";
import { getFleet } from "#lib/services/fleet/index.ts";
import { type OnboardingInput, planOnboarding, runOnboarding } from "#lib/services/onboarding/index.ts";
import { getProbeMap, requestProbeRun } from "#lib/services/probe/index.ts";
import { buildClient } from "#prisma/builders/build-client.ts";
import { buildHost, buildHostFacts } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { unique } from "#prisma/builders/unique.ts";
import { getHost, listHosts, retireHost } from "./index.ts";
import { registerHost } from "./register-host.ts";

afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());
const answers = {
  audience: "customers",
  sharesData: false,
  isCustomerFacing: true,
  hasPowerfulTools: false,
  couldHarmEachOther: true,
} as const;

async function wish(hostId: string): Promise<OnboardingInput> {
  return {
    clientId: (await buildClient()).id,
    hostId,
    slug: unique("tenant"),
    name: "A tenant",
    rung: "os-user",
    hasPowerfulTools: false,
    decision: { answers },
  };
}

let sockets = 0;
/** A way of this test's own, so that what is met there has nothing to do with other tests' hosts. */
function newConnection(): HostConnection {
  sockets += 1;
  return { ...localConnection(), socketPath: `/nowhere/${sockets}.sock` };
}

/** An installation whose agent lost its state: the host that it was, and the one that it says it is now. */
async function loseState(facts: Partial<HostFacts> = {}): Promise<{
  connection: HostConnection;
  before: HostFacts;
  dead: Host;
  heard: Host;
}> {
  const connection = newConnection();
  const before = buildHostFacts({ hostname: unique("dead") });
  const dead = await registerHost(before, connection);
  const heard = await registerHost(buildHostFacts({ hostname: unique("heard"), ...facts }), connection);
  return { connection, before, dead, heard };
}

const current = (id: string) => db.host.findUniqueOrThrow({ where: { id } });

describe("an agent that lost its state, with the database kept", () => {
  it("is a host of its own, and no way leads to the one before it any more", async () => {
    const { connection, dead, heard } = await loseState();
    expect(await current(dead.id)).toMatchObject({ connection: null, replacedById: heard.id });
    expect(await current(heard.id)).toMatchObject({ connection, replacedById: null });
    await expect(agentOf(dead.id)).rejects.toMatchObject({
      detail: { code: "OTHER_INSTALLATION", message: expect.stringContaining(dead.name) },
    });
    expect(await db.activity.findMany({ where: { action: "host.replace" } })).toContainEqual(
      expect.objectContaining({ details: { host: dead.name, hostId: dead.id, byHostId: heard.id } }),
    );
  });

  it("takes the place of one that was registered before ways were kept", async () => {
    const old = await buildHost({ connection: Prisma.DbNull });
    const heard = await registerHost(buildHostFacts(), newConnection());
    expect(await current(old.id)).toMatchObject({ replacedById: heard.id });
  });

  it("leaves hosts alone to which another way leads", async () => {
    const other = await registerHost(buildHostFacts(), newConnection());
    await loseState();
    expect(await current(other.id)).toMatchObject({ replacedById: null });
  });

  it("makes room again for the first when that one's state is brought back", async () => {
    const { connection, before, dead, heard } = await loseState();
    const third = await registerHost(buildHostFacts(), connection);
    expect(await current(dead.id)).toMatchObject({ replacedById: third.id });
    await registerHost(before, connection);
    expect(await current(dead.id)).toMatchObject({ connection, replacedById: null });
    for (const { id } of [heard, third]) {
      expect(await current(id)).toMatchObject({ connection: null, replacedById: dead.id });
    }
  });

  it("shows the host before it as one whose agent was replaced, with what to do next", async () => {
    const { dead } = await loseState();
    expect(await getHost(await operator(), { id: dead.id })).toMatchObject({
      isReachable: false,
      isReplaced: true,
      problem: {
        message: `The agent of ${dead.name} was replaced: its state is gone, and another agent answers in its place.`,
        nextStep: expect.stringContaining("backup"),
      },
    });
  });
});

describe("new work", () => {
  it("goes to the host that was chosen, and never to one whose agent was replaced", async () => {
    const { dead, heard } = await loseState();
    const actor = await operator();
    const { slug } = await runOnboarding(actor, await wish(heard.id));
    expect(await db.tenant.findUnique({ where: { slug } })).toMatchObject({ hostId: heard.id });
    const refusal = { code: "AGENT_UNREACHABLE", message: expect.stringContaining("was replaced") };
    await expect(planOnboarding(actor, await wish(dead.id))).rejects.toMatchObject(refusal);
    await expect(runOnboarding(actor, await wish(dead.id))).rejects.toMatchObject(refusal);
    await expect(requestHostCheck(actor, { hostId: dead.id })).rejects.toMatchObject(refusal);
    await expect(requestProbeRun(actor, { hostId: dead.id })).rejects.toMatchObject(refusal);
  });

  it("goes nowhere when no host is named", async () => {
    const actor = await operator();
    const { hostId: _, ...without } = await wish("");
    await expect(runOnboarding(actor, without as OnboardingInput)).rejects.toMatchObject({
      code: "INVALID",
      fields: { hostId: "Choose a host." },
    });
    await expect(requestHostCheck(actor, {})).rejects.toMatchObject({ code: "INVALID" });
    await expect(requestProbeRun(actor, {})).rejects.toMatchObject({ code: "INVALID" });
  });

  it("gets no port block of a tenant that may still run on the same machine", async () => {
    const { dead, heard } = await loseState();
    const left = await buildTenant({ hostId: dead.id });
    expect(left.portBlock.base).toBe(heard.portFirst);
    const { slug } = await runOnboarding(await operator(), await wish(heard.id));
    const block = await db.portBlock.findFirstOrThrow({ where: { tenant: { slug } } });
    expect(block.base).toBe(heard.portFirst + portBlockSize);
  });
});

describe("retiring a host", () => {
  it("takes it off the lists and records who did it; once more changes nothing", async () => {
    const { dead } = await loseState();
    const user = await buildUser();
    const actor = actorOf(user);
    await retireHost(actor, { id: dead.id });
    await retireHost(actor, { id: dead.id });
    const listed = [
      await listHosts(actor),
      (await getFleet(actor)).hosts,
      (await getProbeMap(actor)).hosts,
    ].map((hosts) => hosts.map(({ id }) => id));
    for (const ids of listed) expect(ids).not.toContain(dead.id);
    const rows = await db.activity.findMany({ where: { action: "host.retire", actorId: user.id } });
    expect(rows).toMatchObject([{ details: { host: dead.name } }]);
    await expect(requestHostCheck(actor, { hostId: dead.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("waits until no tenant is on it", async () => {
    const { dead } = await loseState();
    await buildTenant({ hostId: dead.id });
    await buildTenant({ hostId: dead.id, archivedAt: new Date() });
    await expect(retireHost(await operator(), { id: dead.id })).rejects.toMatchObject({
      code: "CONFLICT",
      message: `One tenant is still on ${dead.name}.`,
    });
  });

  it("is undone by its own agent", async () => {
    const { connection, before, dead } = await loseState();
    const actor = await operator();
    await retireHost(actor, { id: dead.id });
    await registerHost(before, connection);
    expect((await listHosts(actor)).map(({ id }) => id)).toContain(dead.id);
  });

  it("is for owners and operators, and knows no foreign id", async () => {
    const { dead } = await loseState();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(retireHost(manager, { id: dead.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const actor = await operator();
    for (const id of ["nonsense", crypto.randomUUID()]) {
      await expect(retireHost(actor, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
