import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { db } from "#lib/db/db.ts";
import { type Change, changes, hostHandlers, operator } from "#lib/jobs/testing/changes-of-a-host.ts";
import { layLossyWire } from "#lib/jobs/testing/lossy-wire.ts";
import { comingOn, measurePair, type Pair, runningPair } from "#lib/jobs/testing/measured-pair.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { linkChannel } from "#lib/services/credential/index.ts";
import { getTenantAttempts } from "#lib/services/probe/index.ts";
import { createReport, getReport } from "#lib/services/report/index.ts";
import { getTenantRisks } from "#lib/services/risk/index.ts";
import { getTenant } from "#lib/services/tenant/index.ts";
import { settleChanges } from "./settle-changes.ts";

const log = createLogger("test", "silent");
let agent: ApiServer | undefined;

afterEach(() => standDown());
afterAll(() => closeJobQueue());

async function standDown(): Promise<void> {
  await agent?.close();
  agent = undefined;
}

/** Somebody who asks, and two tenants of which everything was found well after what the change needs was there. */
async function measuredFor({ arrange }: Change) {
  const [actor, pair] = [await operator(), await runningPair()];
  agent = await startStandInAgent(hostHandlers);
  await arrange(actor, pair.tenant);
  await measureAnew(pair);
  expect(await proven(pair)).toEqual(["items", "mistakes", "attempts", "report"]);
  return { actor, ...pair };
}

async function measureAnew(pair: Pair): Promise<void> {
  await standDown();
  await db.hostCheck.updateMany({ where: { status: "queued" }, data: { status: "done" } });
  await measurePair(pair);
  agent = await startStandInAgent(hostHandlers);
}

/** What a neighbour's page and a report that is made of it now say to be well. */
async function proven({ neighbour: { slug } }: Pick<Pair, "neighbour">): Promise<string[]> {
  const actor = await operator();
  const { items } = await getTenant(actor, { slug });
  const { mistakes } = await getTenantRisks(actor, { slug });
  const { against, from } = await getTenantAttempts(actor, { slug });
  const report = await getReport(actor, await createReport(actor, { slug }));
  const isGood = ({ verdict }: { readonly verdict: string }) => verdict === "proven";
  return [
    ...(items.some(isGood) ? ["items"] : []),
    ...(mistakes.some(isGood) ? ["mistakes"] : []),
    ...([against, from].some(isGood) ? ["attempts"] : []),
    ...(report.items.some(isGood) || report.attempts !== null ? ["report"] : []),
  ];
}

/** Once what was asked for is done, too. */
async function comingAfter({ host, tenant }: Pair): Promise<string[]> {
  await db.operation.updateMany({
    where: { tenantId: tenant.id, status: "queued" },
    data: { status: "cancelled" },
  });
  return comingOn(host);
}

const ofSecrets = changes.filter(({ action }) => action.startsWith("credential."));

describe.each(ofSecrets)("$name", (change) => {
  it("leaves nothing of a neighbour proven until it was looked at anew, which is asked for", async () => {
    const pair = await measuredFor(change);
    await change.ask(pair.actor, pair.tenant);
    expect(await proven(pair)).toEqual([]);
    expect(await comingAfter(pair)).toEqual(["check", "attempts"]);
  });

  it("does so while the host is still at it", async () => {
    const pair = await measuredFor(change);
    await standDown();
    const seen: string[][] = [];
    const original = hostHandlers[change.verb as keyof typeof hostHandlers];
    agent = await startStandInAgent({
      ...hostHandlers,
      [change.verb]: async (...call: never[]) => {
        seen.push(await proven(pair));
        return (original as (...all: never[]) => unknown)(...call);
      },
    });
    await change.ask(pair.actor, pair.tenant);
    expect(seen).toEqual([[]]);
  });

  it("does so when the host refuses it, and may have done a part", async () => {
    const pair = await measuredFor(change);
    await standDown();
    const refusal = new AgentFailure("DISK_FULL", "The disk is full.", "Make room.");
    agent = await startStandInAgent({ ...hostHandlers, [change.verb]: () => Promise.reject(refusal) });
    await expect(change.ask(pair.actor, pair.tenant)).rejects.toThrow("The disk is full.");
    expect(await proven(pair)).toEqual([]);
    expect(await comingAfter(pair)).toEqual(["check", "attempts"]);
  });

  it("does so when the answer is lost, and once more when it is found out what came of it", async () => {
    const pair = await measuredFor(change);
    const wire = await layLossyWire();
    wire.set("loses-answers", change.verb);
    await expect(change.ask(pair.actor, pair.tenant)).rejects.toThrow("It is not known whether");
    await wire.remove();
    expect(await proven(pair)).toEqual([]);
    expect(await comingAfter(pair)).toEqual(["check", "attempts"]);
    await measureAnew(pair);
    expect(await proven(pair)).not.toEqual([]);
    await settleChanges(log);
    expect(await proven(pair)).toEqual([]);
    expect(await comingAfter(pair)).toEqual(["check", "attempts"]);
  });
});

describe("an account that is linked by a phone", () => {
  const telegram = { kind: "telegram" as const, accountId: "default" };
  const channel = { ...telegram, secrets: [] };
  const link = { qrDataUrl: null, sessionKey: null, message: "", nextStep: null, hostCommand: null };
  const linkable: Change = {
    name: "a link",
    verb: "channel.link",
    arrange: (_, { id }) => db.gateway.update({ where: { tenantId: id }, data: { channels: [channel] } }),
    ask: (actor, { slug }) => linkChannel(actor, { slug, ...telegram, isBegun: true }),
    action: "credential.set",
    isOnHost: () => true,
    isKnown: async () => true,
  };

  it.each([
    ["leaves nothing of a neighbour proven", "linked", []],
    ["changes nothing while the phone is waited for", "waiting", ["items", "mistakes", "attempts", "report"]],
  ] as const)("%s", async (_, state, left) => {
    const pair = await measuredFor(linkable);
    await standDown();
    agent = await startStandInAgent({ "channel.link": async () => ({ ...link, state }) });
    await linkable.ask(pair.actor, pair.tenant);
    expect(await proven(pair)).toEqual(left);
  });

  it("leaves nothing of a neighbour proven when the answer is lost", async () => {
    const pair = await measuredFor(linkable);
    const wire = await layLossyWire();
    wire.set("loses-answers", "channel.link");
    await expect(linkable.ask(pair.actor, pair.tenant)).rejects.toMatchObject({ code: "AGENT_UNREACHABLE" });
    await wire.remove();
    expect(await proven(pair)).toEqual([]);
  });
});
