import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { standInSecrets } from "#lib/jobs/testing/stand-in-secrets.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import {
  checkCredential,
  checkModelKey,
  getCredentials,
  getSecretStates,
  revokeIdentity,
  rotateCredential,
  rotateGatewayToken,
  saveChannel,
  saveModel,
} from "./index.ts";

const newToken = () => `123456789:${randomBytes(26).toString("base64url")}`;
const newKey = () => `sk-${randomBytes(24).toString("hex")}`;
const [acmeToken, refusedToken] = [newToken(), newToken()];
const entered = [acmeToken, refusedToken];
const host = standInSecrets({ [acmeToken]: "@acme_bot", [refusedToken]: "refused" });
let agent: Awaited<ReturnType<typeof startStandInAgent>>;

beforeAll(async () => {
  agent = await startStandInAgent(host.handlers);
});
afterAll(async () => {
  await agent.close();
  await closeJobQueue();
});

const stopped = { gateway: { observedPhase: "stopped" } };
const operator = async () => actorOf(await buildUser());
const telegram = (tenant: BuiltTenant, botToken = newToken()) => {
  entered.push(botToken);
  return { slug: tenant.slug, setting: { kind: "telegram" as const }, secrets: { botToken } };
};
const openai = (tenant: BuiltTenant, apiKey = newKey()) => {
  entered.push(apiKey);
  return {
    slug: tenant.slug,
    setting: { provider: "openai", api: "openai-responses" as const, models: ["gpt-5.5"], isDefault: true },
    apiKey,
  };
};
/** The last check saw it there. */
async function seeOnHost(tenant: BuiltTenant, key: string) {
  const check = await db.hostCheck.create({ data: { hostId: tenant.hostId, neighbourhood: 1 } });
  const identity = { kind: "fingerprint", value: host.fingerprint(key), label: "models.openai" };
  const seen = { verdict: "proven" as const, evidence: { identities: [identity] }, observedAt: new Date() };
  await db.itemEvidence.create({
    data: { tenantId: tenant.id, item: "model-credentials", checkId: check.id, neighbourhood: 1, ...seen },
  });
}
const reason = "The client runs both departments with one bot.";

describe("a channel", () => {
  it("goes to the host, and Postgres keeps its label, identity and fingerprint", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    const operation = await saveChannel(actor, { ...telegram(tenant, acmeToken), label: "Support bot" });
    expect(operation).toMatchObject({ kind: "configure", status: "queued" });
    expect(host.stored.get(`${tenant.slug}/channels/telegram/default/botToken`)).toBe(acmeToken);
    const { channels } = await getCredentials(actor, { slug: tenant.slug });
    expect(channels).toMatchObject([
      {
        label: "Support bot",
        setting: { kind: "telegram", secrets: ["botToken"] },
        credentials: [
          {
            provider: "Telegram",
            identity: "@acme_bot (4711)",
            fingerprint: host.fingerprint(acmeToken).slice(0, 8),
            lastFour: acmeToken.slice(-4),
          },
        ],
      },
    ]);
    const activities = await db.activity.findMany({ where: { tenantId: tenant.id }, orderBy: { id: "asc" } });
    expect(activities.map(({ action }) => action)).toEqual(["credential.set", "gateway.configure"]);
    await db.operation.updateMany({ where: { tenantId: tenant.id }, data: { status: "done" } });
    await revokeIdentity(actor, {
      slug: tenant.slug,
      identity: { area: "channel", kind: "telegram", accountId: "default" },
    });
  });

  it("is saved without a verified identity when the provider can't be asked", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    await saveChannel(actor, telegram(tenant));
    const { channels } = await getCredentials(actor, { slug: tenant.slug });
    expect(channels[0]?.credentials[0]?.identity).toBeNull();
  });

  it("is refused when the provider refuses its secret, and nothing is kept", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    await expect(saveChannel(actor, telegram(tenant, refusedToken))).rejects.toMatchObject({
      code: "INVALID",
      fields: { botToken: expect.stringContaining("Unauthorized") },
    });
    expect(await db.credential.count({ where: { tenantId: tenant.id } })).toBe(0);
    expect(host.stored.has(`${tenant.slug}/channels/telegram/default/botToken`)).toBe(false);
  });

  it("is refused in a form that its provider doesn't give out, without repeating it", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    const typed = "not-a-token-at-all";
    const refusal = await saveChannel(actor, telegram(tenant, typed)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "INVALID", fields: { botToken: expect.any(String) } });
    expect(JSON.stringify(refusal)).not.toContain(typed);
    expect(host.asked).not.toContain(typed);
  });

  it("can be changed without entering its secret again", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    await saveChannel(actor, telegram(tenant));
    await saveChannel(actor, {
      slug: tenant.slug,
      setting: { kind: "telegram", dmPolicy: "allowlist", allowFrom: ["123456"] },
    });
    const { channels } = await getCredentials(actor, { slug: tenant.slug });
    expect(channels).toMatchObject([
      { setting: { dmPolicy: "allowlist", secrets: ["botToken"] }, credentials: [{ provider: "Telegram" }] },
    ]);
    expect(await db.operation.count({ where: { tenantId: tenant.id } })).toBe(1);
  });

  it("is refused with OpenClaw's own complaint at the field, before anything is kept", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    const options = { webhookUrl: "refused-by-openclaw" };
    const input = { ...telegram(tenant), setting: { kind: "telegram" as const, options } };
    await expect(saveChannel(actor, input)).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("must match format"),
      fields: { webhookUrl: expect.stringContaining("must match format") },
    });
    expect(await db.credential.count({ where: { tenantId: tenant.id } })).toBe(0);
    expect(host.stored.has(`${tenant.slug}/channels/telegram/default/botToken`)).toBe(false);
  });

  it("can be any that OpenClaw has, with its settings and secrets by name", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    const clientSecret = randomBytes(20).toString("hex");
    entered.push(clientSecret);
    await saveChannel(actor, {
      slug: tenant.slug,
      setting: { kind: "qqbot", options: { appId: "102030405" } },
      secrets: { clientSecret },
    });
    const { channels } = await getCredentials(actor, { slug: tenant.slug });
    expect(channels).toMatchObject([
      {
        label: "QQ Bot",
        setting: { kind: "qqbot", options: { appId: "102030405" }, secrets: ["clientSecret"] },
        credentials: [{ pointer: "/channels/qqbot/default/clientSecret" }],
      },
    ]);
    const misnamed = saveChannel(actor, {
      slug: tenant.slug,
      setting: { kind: "telegram", options: { tokenFile: "/etc/shadow" } },
    });
    await expect(misnamed).rejects.toMatchObject({
      code: "INVALID",
      fields: { "setting.options.tokenFile": expect.stringContaining("no setting") },
    });
  });

  it("waits for an operation that runs", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    await buildOperation(tenant.id, { kind: "restart", status: "running" });
    await expect(saveChannel(actor, telegram(tenant))).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await db.credential.count({ where: { tenantId: tenant.id } })).toBe(0);
  });
});

describe("what the host has of a tenant's secrets", () => {
  const pointer = "/channels/telegram/default/botToken";

  it("is compared with what was entered: there, changed, missing, or nobody's", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    await saveChannel(actor, telegram(tenant));
    const place = `${tenant.slug}${pointer}`;
    const states = () => getSecretStates(actor, { slug: tenant.slug });
    expect(await states()).toMatchObject({ problem: null, states: { [pointer]: "there" }, unrecorded: [] });
    host.stored.set(place, newToken());
    host.stored.set(`${tenant.slug}/models/stranger`, newKey());
    expect(await states()).toMatchObject({
      states: { [pointer]: "changed" },
      unrecorded: ["/models/stranger"],
    });
    host.stored.delete(place);
    expect(await states()).toMatchObject({ states: { [pointer]: "missing" } });
  });

  it("is shown to nobody who may not see credentials, and for no unknown tenant", async () => {
    await expect(getSecretStates(await operator(), { slug: "nobody-here" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("a model's key, before it is saved", () => {
  const check = (tenant: BuiltTenant, apiKey: string, models = ["gpt-5.5"]) => ({
    slug: tenant.slug,
    setting: { provider: "openai", api: "openai-responses" as const, models },
    apiKey,
  });

  it("is shown to its provider, which says what it has; nothing is kept", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    const apiKey = newKey();
    entered.push(apiKey);
    expect(await checkModelKey(actor, check(tenant, apiKey, ["gpt-5.5", "gpt-6"]))).toEqual({
      answer: { state: "accepted", models: ["gpt-5.5"] },
      missing: ["gpt-6"],
      sharedWith: [],
    });
    expect(await db.credential.count({ where: { tenantId: tenant.id } })).toBe(0);
    const refused = await checkModelKey(actor, check(tenant, refusedToken));
    expect(refused.answer.state).toBe("refused");
  });

  it("is known to be another tenant's", async () => {
    const actor = await operator();
    const [one, two] = [await buildTenant(stopped), await buildTenant(stopped)];
    const input = openai(one);
    await saveModel(actor, input);
    const { sharedWith } = await checkModelKey(actor, check(two, input.apiKey));
    expect(sharedWith).toEqual([{ slug: one.slug, name: one.name }]);
  });

  it("is checked for operators and for tenants that exist, for nobody else", async () => {
    const tenant = await buildTenant(stopped);
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(checkModelKey(manager, check(tenant, newKey()))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const unknown = { ...check(tenant, newKey()), slug: "nobody-here" };
    await expect(checkModelKey(await operator(), unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a channel that lets strangers in", () => {
  const answers = {
    audience: "one-team",
    sharesData: true,
    isCustomerFacing: false,
    hasPowerfulTools: true,
    couldHarmEachOther: false,
  };
  const build = (toolPolicy: object, channels: object[] = []) =>
    buildTenant({ decision: { answers }, gateway: { observedPhase: "stopped", toolPolicy, channels } });
  const open = { kind: "telegram" as const, dmPolicy: "open" as const };
  const opening = {
    reason: "A demo host without anything worth having.",
    faults: [
      "open-channel-with-commands open telegram default",
      "exposed-with-file-changes open telegram default",
    ],
  };
  const acceptedOf = ({ id }: { id: string }) =>
    db.riskAcceptance.findMany({ where: { tenantId: id }, orderBy: [{ kind: "asc" }, { subject: "asc" }] });

  it("is refused to an agent that runs commands, until somebody says why that is acceptable", async () => {
    const [actor, tenant] = [await operator(), await build({ preset: "internal-operator" })];
    const input = { ...telegram(tenant), setting: open };
    await expect(saveChannel(actor, input)).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("Anyone can message it, and it runs commands"),
      fields: { "opening.reason": expect.any(String) },
    });
    expect(await db.credential.count({ where: { tenantId: tenant.id } })).toBe(0);
    expect(host.stored.has(`${tenant.slug}/channels/telegram/default/botToken`)).toBe(false);

    const unseen = { ...opening, faults: opening.faults.slice(0, 1) };
    await expect(saveChannel(actor, { ...input, opening: unseen })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await acceptedOf(tenant)).toEqual([]);

    await saveChannel(actor, { ...input, opening });
    const { reason: why } = opening;
    expect(await acceptedOf(tenant)).toMatchObject([
      {
        kind: "policy",
        subject: "exposed-with-file-changes",
        faults: ["open telegram default"],
        reason: why,
      },
      { kind: "policy", subject: "open-channel-with-commands", ownerName: actor.name, reason: why },
    ]);
    const rows = await db.activity.findMany({ where: { tenantId: tenant.id } });
    expect(rows.map(({ action }) => action)).toContain("risk.accept");
  });

  it("is accepted with what a check will say of its groups", async () => {
    const [actor, tenant] = [await operator(), await build({ preset: "internal-operator" })];
    const setting = { ...open, groupPolicy: "open" as const };
    await saveChannel(actor, { ...telegram(tenant), setting, opening });
    expect(await acceptedOf(tenant)).toMatchObject([
      {
        kind: "mistake",
        subject: "group-allowlist-only-protection",
        faults: ["telegram default open"],
      },
      { kind: "policy" },
      { kind: "policy" },
    ]);
  });

  it("needs no reason where the agent can do nothing with it", async () => {
    const [actor, tenant] = [await operator(), await build({ preset: "customer-support" })];
    await saveChannel(actor, { ...telegram(tenant), setting: open });
    expect(await acceptedOf(tenant)).toEqual([]);
  });

  it("needs no reason again for what was open before, and one for another channel", async () => {
    const channels = [{ kind: "telegram", accountId: "default", dmPolicy: "open" }];
    const [actor, tenant] = [await operator(), await build({ preset: "internal-operator" }, channels)];
    await saveChannel(actor, { ...telegram(tenant), setting: open });
    expect(await db.credential.count({ where: { tenantId: tenant.id } })).toBe(1);
    const second = { ...telegram(tenant), setting: { ...open, accountId: "second" } };
    await expect(saveChannel(actor, second)).rejects.toMatchObject({
      fields: { "opening.reason": expect.any(String) },
    });
  });
});

describe("a secret that another tenant has", () => {
  it("is refused with that tenant's name, before it reaches the host", async () => {
    const actor = await operator();
    const [one, two] = [await buildTenant(stopped), await buildTenant(stopped)];
    const input = telegram(one);
    await saveChannel(actor, input);
    await expect(saveChannel(actor, { ...input, slug: two.slug })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(one.name),
    });
    expect(host.stored.has(`${two.slug}/channels/telegram/default/botToken`)).toBe(false);
    const check = await checkCredential(actor, {
      slug: two.slug,
      kind: "telegram",
      secrets: input.secrets,
    });
    expect(check.sharedWith).toEqual([{ slug: one.slug, name: one.name }]);
  });

  it("is refused too when it was only seen on a host", async () => {
    const actor = await operator();
    const [one, two] = [await buildTenant(stopped), await buildTenant(stopped)];
    const key = newKey();
    await seeOnHost(one, key);
    await expect(saveModel(actor, openai(two, key))).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(one.slug),
    });
  });

  it("is taken when a person accepts the risk, with the reason on record", async () => {
    const actor = await operator();
    const [one, two] = [await buildTenant(stopped), await buildTenant(stopped)];
    const input = openai(one);
    await saveModel(actor, input);
    await saveModel(actor, { ...input, slug: two.slug, acceptance: { reason, tenants: [one.slug] } });
    const { models } = await getCredentials(actor, { slug: two.slug });
    expect(models).toMatchObject([{ credential: { acceptedReason: reason } }]);
    const activity = await db.activity.findFirst({ where: { tenantId: two.id, action: "risk.accept" } });
    expect(activity?.details).toMatchObject({ reason, owner: actor.name });
  });

  it("is given to one of two tenants that are given it at once", async () => {
    const actor = await operator();
    const tenants = [await buildTenant(stopped), await buildTenant(stopped)];
    const key = newKey();
    const results = await Promise.allSettled(tenants.map((tenant) => saveModel(actor, openai(tenant, key))));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.credential.count({ where: { fingerprint: host.fingerprint(key) } })).toBe(1);
  });
});

describe("rotating and revoking", () => {
  it("still says whose it was seen to be where nothing was searched for it", async () => {
    const [actor, one, two] = [await operator(), await buildTenant(stopped), await buildTenant(stopped)];
    const input = openai(one);
    await saveModel(actor, input);
    await seeOnHost(one, input.apiKey);
    await db.operation.updateMany({ where: { tenantId: one.id }, data: { status: "done" } });
    // Somebody took it out of the file by hand, and may have left it elsewhere.
    host.stored.delete(`${one.slug}/models/openai`);
    await revokeIdentity(actor, { slug: one.slug, identity: { area: "model", provider: "openai" } });
    await expect(saveModel(actor, { ...input, slug: two.slug })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("lets another tenant have what was revoked, though the last check still saw it", async () => {
    const [actor, one, two] = [await operator(), await buildTenant(stopped), await buildTenant(stopped)];
    const input = openai(one);
    await saveModel(actor, input);
    await seeOnHost(one, input.apiKey);
    await db.operation.updateMany({ where: { tenantId: one.id }, data: { status: "done" } });
    await revokeIdentity(actor, { slug: one.slug, identity: { area: "model", provider: "openai" } });
    await saveModel(actor, { ...input, slug: two.slug });
    expect(host.stored.get(`${two.slug}/models/openai`)).toBe(input.apiKey);
  });

  it("puts another secret in the place of one", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    await saveModel(actor, openai(tenant));
    const value = newKey();
    entered.push(value);
    const { credential } = await rotateCredential(actor, {
      slug: tenant.slug,
      pointer: "/models/openai",
      value,
    });
    expect(credential.fingerprint).toBe(host.fingerprint(value).slice(0, 8));
    expect(host.stored.get(`${tenant.slug}/models/openai`)).toBe(value);
    expect(await db.activity.count({ where: { tenantId: tenant.id, action: "credential.rotate" } })).toBe(1);
  });

  it("takes an identity away: the secret from the host, the row from Postgres, the setting from the configuration", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    await saveModel(actor, openai(tenant));
    const { revocation, operation } = await revokeIdentity(actor, {
      slug: tenant.slug,
      identity: { area: "model", provider: "openai" },
    });
    expect(revocation).toMatchObject({ wasThere: true, isGone: true, searchedFiles: 12 });
    expect(operation.kind).toBe("configure");
    expect(host.stored.has(`${tenant.slug}/models/openai`)).toBe(false);
    expect(await getCredentials(actor, { slug: tenant.slug })).toMatchObject({ models: [] });
    const activity = await db.activity.findFirst({
      where: { tenantId: tenant.id, action: "credential.revoke" },
    });
    expect(activity?.details).toMatchObject({ isGone: true, searchedFiles: 12 });
  });

  it("records another Gateway token by its fingerprint", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    await rotateGatewayToken(actor, { slug: tenant.slug });
    const { gatewayToken } = await getCredentials(actor, { slug: tenant.slug });
    const token = host.stored.get(`${tenant.slug}/gateway/token`) ?? "";
    expect(gatewayToken?.fingerprint).toBe(host.fingerprint(token).slice(0, 8));
  });
});

describe("who may", () => {
  it("lets an account manager see labels, and enter, rotate and revoke nothing", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(stopped)];
    await saveModel(actor, openai(tenant));
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    const { slug } = tenant;
    expect((await getCredentials(manager, { slug })).models).toHaveLength(1);
    for (const attempt of [
      () => saveModel(manager, openai(tenant)),
      () => saveChannel(manager, telegram(tenant)),
      () => checkCredential(manager, { slug, kind: "telegram", secrets: { botToken: newToken() } }),
      () => rotateCredential(manager, { slug, pointer: "/models/openai", value: newKey() }),
      () => rotateGatewayToken(manager, { slug }),
      () => revokeIdentity(manager, { slug, identity: { area: "model", provider: "openai" } }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("answers an unknown slug with not found", async () => {
    const actor = await operator();
    const slug = "nobody-here";
    const unknown = { slug } as BuiltTenant;
    for (const attempt of [
      () => getCredentials(actor, { slug }),
      () => saveModel(actor, openai(unknown)),
      () => saveChannel(actor, telegram(unknown)),
      () => rotateCredential(actor, { slug, pointer: "/models/openai", value: newKey() }),
      () => rotateGatewayToken(actor, { slug }),
      () => revokeIdentity(actor, { slug, identity: { area: "model", provider: "openai" } }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

it("has none of the secrets that were entered in any table", async () => {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`;
  const dump: string[] = [];
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`);
    dump.push(...rows.map(({ row }) => row));
  }
  const text = dump.join("\n");
  expect(text).toContain("credential.set");
  expect(entered.length).toBeGreaterThan(10);
  for (const secret of entered) expect(text).not.toContain(secret);
});
