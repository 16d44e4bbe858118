import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Handlers } from "#agent/steps/handlers.ts";
import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { openAgent } from "#lib/agent-calls/open-agent.ts";
import { db } from "#lib/db/db.ts";
import type { OperationKind } from "#lib/db/generated/enums.ts";
import { basicHardening } from "#lib/domain/hardening/setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Verb, verbs } from "#lib/host-agent/contract/verbs.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { requirePerson } from "#lib/services/actor.ts";
import { requestAudit } from "#lib/services/audit/index.ts";
import { runAudit } from "#lib/services/audit/run-audit.ts";
import { settleChanges } from "#lib/services/change-worker/settle-changes.ts";
import { requestHostCheck } from "#lib/services/check/index.ts";
import { runHostCheck } from "#lib/services/check/run-host-check.ts";
import {
  checkCredential,
  checkModelKey,
  getChannelStates,
  getSecretStates,
  linkChannel,
  revokeIdentity,
  rotateCredential,
  rotateGatewayToken,
  saveChannel,
  saveModel,
} from "#lib/services/credential/index.ts";
import { adoptConfig, getDrift } from "#lib/services/drift/index.ts";
import { followLogs, getOwnWord, tailLogs } from "#lib/services/gateway/index.ts";
import { getHardening } from "#lib/services/hardening/index.ts";
import { getHost } from "#lib/services/host/index.ts";
import { planOnboarding } from "#lib/services/onboarding/index.ts";
import { runOperation } from "#lib/services/operation-worker/run-operation.ts";
import { requestProbeRun } from "#lib/services/probe/index.ts";
import { runProbeRun } from "#lib/services/probe/run-probe-run.ts";
import { requestSelfTest } from "#lib/services/self-test/index.ts";
import { runSelfTest } from "#lib/services/self-test/run-self-test.ts";
import { getTenantTools } from "#lib/services/tool-policy/index.ts";
import { buildClient } from "#prisma/builders/build-client.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { unique } from "#prisma/builders/unique.ts";
import { observationOf } from "./testing/stand-in-agent.ts";
import { type StandInHost, startStandInHost } from "./testing/stand-in-host.ts";
import { standInSecrets } from "./testing/stand-in-secrets.ts";
import { watchHost } from "./watch-host.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
const newToken = () => `123456789:${randomBytes(26).toString("base64url")}`;
const telegram = { kind: "telegram", accountId: "default" } as const;
const model = { provider: "openai", api: "openai-responses" as const, models: ["gpt-5.5"] };
const pointer = "/models/openai";

/** What a service needs of one verb to come to the next. */
function answers(): Partial<Handlers> {
  return {
    ...standInSecrets().handlers,
    "config.drift": async () => null,
    "config.adopted": async () => ({ settings: [] }),
    "config.release": async () => ({ paths: [] }),
    provision: async ({ spec }) => observationOf(spec.slug),
  };
}

let one: StandInHost;
let other: StandInHost;

beforeEach(async () => {
  [one, other] = [await startStandInHost(answers()), await startStandInHost(answers())];
});
afterEach(async () => {
  await one.dispose();
  await other.dispose();
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());
const tenantOn = ({ host }: StandInHost) =>
  buildTenant({
    hostId: host.id,
    gateway: { observedPhase: "stopped", channels: [telegram], models: [model] },
  });

async function operate(tenant: BuiltTenant, kind: OperationKind, options = {}): Promise<void> {
  const { id } = await db.operation.create({
    data: { id: randomUUID(), tenantId: tenant.id, kind, generation: 1, options },
  });
  await runOperation(id, log, never);
}

async function enterKey({ id }: BuiltTenant): Promise<void> {
  await db.credential.create({
    data: {
      tenantId: id,
      pointer,
      kind: "model",
      label: "openai",
      provider: "openai",
      fingerprint: "f".repeat(64),
    },
  });
}

type Act = (tenant: BuiltTenant) => Promise<unknown>;
const acting =
  (act: (actor: Awaited<ReturnType<typeof operator>>, tenant: BuiltTenant) => Promise<unknown>): Act =>
  async (tenant) =>
    act(await operator(), tenant);

/** Everything that asks an agent about a tenant or its host, with the verbs that it comes down to. */
const acts: readonly (readonly [string, readonly Verb[], Act])[] = [
  ["a start", ["start"], (tenant) => operate(tenant, "start")],
  ["a stop", ["stop"], (tenant) => operate(tenant, "stop")],
  ["a restart", ["restart"], (tenant) => operate(tenant, "restart")],
  ["a kill", ["kill"], (tenant) => operate(tenant, "kill")],
  [
    "a provisioning with a start",
    ["provision", "start"],
    (tenant) => operate(tenant, "provision", { startAfterwards: true }),
  ],
  ["a removal", ["remove"], (tenant) => operate(tenant, "remove", { purge: true })],
  [
    "a configuration",
    ["config.release", "configure"],
    (tenant) => operate(tenant, "configure", { release: ["a".repeat(32)] }),
  ],
  [
    "a change of the hardening",
    ["hardening.apply"],
    (tenant) => operate(tenant, "harden", { choice: basicHardening }),
  ],
  [
    "putting a mistake right",
    ["mistake.fix"],
    (tenant) => operate(tenant, "fix", { fix: "close-files", subjects: ["/x"], ruleId: "open-files" }),
  ],
  [
    "a check",
    ["evidence"],
    acting(async (actor, { hostId }) => {
      const { id } = await requestHostCheck(actor, { hostId });
      await runHostCheck(id, log, never);
    }),
  ],
  [
    "an audit",
    ["audit"],
    acting(async (actor, { slug }) => {
      const { id } = await requestAudit(actor, { slug });
      await runAudit(id, log, never);
    }),
  ],
  [
    "attempts",
    ["probes"],
    acting(async (actor, { slug }) => {
      const { id } = await requestProbeRun(actor, { slug });
      await runProbeRun(id, log, never);
    }),
  ],
  [
    "a self-test",
    ["self-test"],
    acting(async (actor, { hostId }) => {
      const { id } = await requestSelfTest(actor, { hostId });
      await runSelfTest(id, log, never);
    }),
  ],
  ["the watch", ["host.facts", "watch"], ({ hostId }) => watchHost(hostId, log, never)],
  ["a host's page", ["host.facts"], acting((actor, { hostId: id }) => getHost(actor, { id }))],
  [
    "the plan of an onboarding",
    ["host.facts", "plan"],
    acting(async (actor, { hostId }) =>
      planOnboarding(actor, {
        clientId: (await buildClient()).id,
        hostId,
        slug: unique("tenant"),
        name: "A tenant",
        rung: "os-user",
        hasPowerfulTools: false,
        decision: {
          answers: {
            audience: "customers",
            sharesData: false,
            isCustomerFacing: true,
            hasPowerfulTools: false,
            couldHarmEachOther: true,
          },
        },
      }),
    ),
  ],
  ["the hardening", ["hardening.observe"], acting((actor, { slug }) => getHardening(actor, { slug }))],
  ["the tools", ["policy.effective"], acting((actor, { slug }) => getTenantTools(actor, { slug }))],
  [
    "an edit by hand",
    ["config.drift", "config.adopted"],
    acting((actor, { slug }) => getDrift(actor, { slug })),
  ],
  [
    "adopting an edit",
    ["config.adopt"],
    acting((actor, { slug }) => adoptConfig(actor, { slug, hash: "a".repeat(64) })),
  ],
  [
    "a channel that is saved",
    ["channel.identify", "secrets.check", "config.check", "secrets.set"],
    acting((actor, { slug }) =>
      saveChannel(actor, { slug, setting: telegram, secrets: { botToken: newToken() } }),
    ),
  ],
  [
    "a channel's secret that is looked at",
    ["channel.identify", "secrets.check"],
    acting((actor, { slug }) =>
      checkCredential(actor, { slug, kind: "telegram", secrets: { botToken: newToken() } }),
    ),
  ],
  [
    "linking a channel",
    ["channel.link"],
    acting((actor, { slug }) => linkChannel(actor, { slug, ...telegram, isBegun: false })),
  ],
  [
    "the channels' states",
    ["channel.states"],
    acting((actor, { slug }) => getChannelStates(actor, { slug })),
  ],
  ["a Gateway's own word", ["gateway.own-word"], acting((actor, { slug }) => getOwnWord(actor, { slug }))],
  ["the secrets' states", ["secrets.list"], acting((actor, { slug }) => getSecretStates(actor, { slug }))],
  [
    "a provider that is saved",
    ["secrets.check", "secrets.set"],
    acting((actor, { slug }) => saveModel(actor, { slug, setting: model, apiKey: `sk-${newToken()}` })),
  ],
  [
    "a key that is checked",
    ["secrets.check", "model.check"],
    acting((actor, { slug }) => checkModelKey(actor, { slug, setting: model, apiKey: `sk-${newToken()}` })),
  ],
  [
    "another secret in the place of one",
    ["secrets.check", "secrets.set"],
    acting(async (actor, tenant) => {
      await enterKey(tenant);
      await rotateCredential(actor, { slug: tenant.slug, pointer, value: `sk-${newToken()}` });
    }),
  ],
  [
    "a revocation",
    ["secrets.revoke"],
    acting(async (actor, tenant) => {
      await enterKey(tenant);
      await revokeIdentity(actor, {
        slug: tenant.slug,
        identity: { area: "model", provider: model.provider },
      });
    }),
  ],
  [
    "another Gateway token",
    ["gateway-token.rotate"],
    acting((actor, { slug }) => rotateGatewayToken(actor, { slug })),
  ],
  [
    "a change whose answer was lost",
    ["change.close", "secrets.list"],
    acting(async (actor, tenant) => {
      const { userId, name, role } = requirePerson(actor);
      await db.hostChange.create({
        data: {
          ...{
            tenantId: tenant.id,
            kind: "rotate-gateway-token",
            label: "the rotation of the Gateway token",
          },
          ...{
            intent: { before: null },
            actor: { kind: "user", userId, name, role },
            freshUntil: new Date(),
          },
        },
      });
      await settleChanges(log);
    }),
  ],
  ["a log", ["logs.tail"], acting((actor, { slug }) => tailLogs(actor, { slug }))],
  [
    "a log that is followed",
    ["logs.follow"],
    acting((actor, { slug }) => followLogs(actor, { slug }, () => undefined, never)),
  ],
];

/** What the dashboard has no use for: it has the same from the watch. */
const unused: readonly Verb[] = ["status"];

describe("of two hosts", () => {
  it.each(acts)("%s asks the tenant's own, and the other nothing", async (_what, expected, act) => {
    for (const [own, foreign] of [
      [one, other],
      [other, one],
    ] as const) {
      const tenant = await tenantOn(own);
      foreign.asked.length = 0;
      // How a verb without a handler is refused is not this test's business: that it came is.
      await act(tenant).catch(() => undefined);
      expect(own.asked).toEqual(expect.arrayContaining([...expected]));
      expect(foreign.asked).toEqual([]);
    }
  });

  it("every verb was asked of its own", () => {
    const known = new Set([...acts.flatMap(([, expected]) => expected), ...unused]);
    expect([...known].sort()).toEqual(Object.keys(verbs).sort());
  });
});

describe("an agent that sits where another host's should", () => {
  it("does nothing of what was meant for the other, over the wire", async () => {
    await db.host.update({ where: { id: one.host.id }, data: { connection: other.connection } });
    const tenant = await tenantOn(one);
    const misled = await agentOf(one.host.id);
    await expect(misled.call("status", { slug: slugSchema.parse(tenant.slug) })).rejects.toMatchObject({
      detail: { code: "OTHER_INSTALLATION" },
    });
    await operate(tenant, "stop");
    expect(await db.operation.findFirst({ where: { tenantId: tenant.id } })).toMatchObject({
      status: "failed",
      error: { code: "OTHER_INSTALLATION" },
    });
    await expect(tailLogs(await operator(), { slug: tenant.slug })).rejects.toMatchObject({
      code: "AGENT_UNREACHABLE",
    });
    expect(other.asked).toEqual([]);
  });

  it("tells whose it is, and nothing else, to somebody who doesn't know it", async () => {
    const stranger = await openAgent(other.connection, null);
    expect(await stranger.call("host.facts", {})).toMatchObject({
      installationId: other.facts.installationId,
    });
    await expect(stranger.call("evidence", {})).rejects.toMatchObject({
      detail: { code: "OTHER_INSTALLATION" },
    });
    expect(other.asked).toEqual(["host.facts"]);
  });
});
