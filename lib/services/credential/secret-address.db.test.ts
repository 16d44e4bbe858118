import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { standInSecrets } from "#lib/jobs/testing/stand-in-secrets.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import {
  type CheckModelKeyInput,
  checkModelKey,
  revokeIdentity,
  rotateCredential,
  type SaveChannelInput,
  type SaveModelInput,
  saveChannel,
  saveModel,
} from "./index.ts";

const host = standInSecrets();
const home = "https://models.example.com/v1";
const away = "https://models.example.com.evil.test/v1";
const newKey = () => `sk-${randomBytes(20).toString("hex")}`;
const operator = async () => actorOf(await buildUser({ role: "operator" }));
let agent: Awaited<ReturnType<typeof startStandInAgent>>;
let tenant: BuiltTenant;

beforeAll(async () => {
  agent = await startStandInAgent(host.handlers);
});
afterAll(() => agent.close());
beforeEach(async () => {
  tenant = await buildTenant({ gateway: { observedPhase: "stopped" } });
  host.asked.length = 0;
});

type Setting = SaveModelInput["setting"];
const setting = (more: Partial<Setting> = {}): Setting => ({
  provider: "acme",
  api: "openai-completions",
  baseUrl: home,
  models: ["small"],
  ...more,
});
const save = async (more: Partial<Setting>, apiKey?: string) =>
  saveModel(await operator(), { slug: tenant.slug, setting: setting(more), apiKey });
const check = async (more: Partial<CheckModelKeyInput["setting"]>, apiKey?: string) => {
  const { provider, api, baseUrl, models } = setting(more);
  return checkModelKey(await operator(), {
    slug: tenant.slug,
    setting: { provider, api, baseUrl, models },
    apiKey,
  });
};
const refused = { code: "INVALID", fields: { apiKey: expect.stringContaining("again") } };
const addressOf = async (pointer: string) =>
  (await db.credential.findFirst({ where: { tenantId: tenant.id, pointer } }))?.address;

describe("a model's key that lies on the host", () => {
  beforeEach(() => save({}, newKey()));

  it.each([
    ["another host", { baseUrl: away }],
    ["another port", { baseUrl: "https://models.example.com:8443/v1" }],
    ["another path", { baseUrl: "https://models.example.com/v2" }],
    ["another scheme", { baseUrl: "http://127.0.0.1:8080/v1" }],
    ["no address", { baseUrl: undefined }],
    ["no address and another way of speaking", { baseUrl: undefined, api: "anthropic-messages" as const }],
  ])("is neither checked nor saved at %s", async (_name, more) => {
    await expect(check(more)).rejects.toMatchObject(refused);
    await expect(save(more)).rejects.toMatchObject(refused);
    expect(host.asked).toEqual([]);
    const { models } = await db.gateway.findUniqueOrThrow({ where: { tenantId: tenant.id } });
    expect(models).toMatchObject([{ baseUrl: home }]);
    expect(await addressOf("/models/acme")).toBe(home);
  });

  it("is checked at its own address however that is written, and each time recorded", async () => {
    await check({ baseUrl: "https://MODELS.example.com:443/v1/" });
    expect(host.asked).toEqual([""]);
    const rows = await db.activity.findMany({
      where: { tenantId: tenant.id, action: "credential.check" },
    });
    expect(rows).toMatchObject([
      { actorKind: "user", details: { slug: tenant.slug, pointer: "/models/acme", address: home } },
    ]);
  });

  it("goes to another address when it is entered again, and belongs there from then on", async () => {
    await check({ baseUrl: away }, newKey());
    await save({ baseUrl: away }, newKey());
    expect(await addressOf("/models/acme")).toBe(away);
    await expect(check({ baseUrl: home })).rejects.toMatchObject(refused);
    await expect(save({ baseUrl: home })).rejects.toMatchObject(refused);
  });

  it("doesn't leave by way of a provider that asks for none", async () => {
    await save({ baseUrl: away, hasKey: false });
    await expect(save({ baseUrl: away, hasKey: true })).rejects.toMatchObject(refused);
    await expect(check({ baseUrl: away })).rejects.toMatchObject(refused);
    await save({ baseUrl: home, hasKey: true });
  });

  it("is taken from the host with its provider, also while that asks for none", async () => {
    await save({ hasKey: false });
    await revokeIdentity(await operator(), {
      slug: tenant.slug,
      identity: { area: "model", provider: "acme" },
    });
    expect(host.stored.has(`${tenant.slug}/models/acme`)).toBe(false);
    expect(await addressOf("/models/acme")).toBeUndefined();
    await expect(save({ baseUrl: away })).rejects.toMatchObject({ code: "INVALID" });
  });

  it("keeps its address when it is rotated", async () => {
    await rotateCredential(await operator(), {
      slug: tenant.slug,
      pointer: "/models/acme",
      value: newKey(),
    });
    expect(await addressOf("/models/acme")).toBe(home);
    await expect(save({ baseUrl: away })).rejects.toMatchObject(refused);
  });

  it("from before addresses were kept belongs to the one that is saved", async () => {
    await db.credential.updateMany({ where: { tenantId: tenant.id }, data: { address: null } });
    await expect(check({ baseUrl: away })).rejects.toMatchObject(refused);
    await expect(save({ baseUrl: away })).rejects.toMatchObject(refused);
    await save({ baseUrl: away, hasKey: false });
    await expect(save({ baseUrl: away })).rejects.toMatchObject(refused);
    await check({});
  });
});

it("a key that nobody entered here is checked only after it was", async () => {
  host.stored.set(`${tenant.slug}/models/acme`, newKey());
  await expect(check({})).rejects.toMatchObject({ code: "INVALID" });
  expect(host.asked).toEqual([]);
});

const channels: readonly [string, SaveChannelInput["setting"], Record<string, string>, string, string][] = [
  [
    "mattermost",
    { kind: "mattermost", options: { baseUrl: "https://chat.example.com" } },
    { botToken: "a" },
    "baseUrl",
    "https://chat.evil.test",
  ],
  [
    "matrix",
    { kind: "matrix", options: { homeserver: "https://matrix.example.com" } },
    { accessToken: "a" },
    "homeserver",
    "https://matrix.example.com:8448",
  ],
  [
    "nextcloud-talk",
    { kind: "nextcloud-talk", options: { baseUrl: "https://cloud.example.com" } },
    { botSecret: "a", apiPassword: "b" },
    "baseUrl",
    "https://cloud.example.com.evil.test",
  ],
  [
    "irc",
    { kind: "irc", options: { host: "irc.example.net", nick: "acme" } },
    { password: "a" },
    "host",
    "irc.evil.test",
  ],
  [
    "irc without TLS",
    { kind: "irc", options: { host: "irc.example.net", nick: "acme" } },
    { password: "a" },
    "tls",
    "false",
  ],
  [
    "telegram",
    { kind: "telegram" },
    { botToken: `123456789:${"A".repeat(35)}` },
    "apiRoot",
    "https://bots.evil.test",
  ],
  ["a plugin of somebody else's", { kind: "qqbot" }, { clientSecret: "a" }, "gatewayName", "evil.test"],
];

describe.each(channels)("the secrets of a channel: %s", (_name, channel, secrets, key, value) => {
  const own = () =>
    Object.fromEntries(
      Object.entries(secrets).map(([name, text]) => [
        name,
        text.length > 9 ? `${text}${randomBytes(6).toString("hex")}` : randomBytes(12).toString("hex"),
      ]),
    );
  const moved = { ...channel, options: { ...channel.options, [key]: value } };
  const store = async (given: SaveChannelInput["setting"], entered: Record<string, string>) =>
    saveChannel(await operator(), { slug: tenant.slug, setting: given, secrets: entered });
  beforeEach(() => store(channel, own()));

  it("stay at their address until each is entered again", async () => {
    const keys = Object.keys(secrets);
    const [first = ""] = keys;
    await expect(store(moved, {})).rejects.toMatchObject({
      code: "INVALID",
      fields: Object.fromEntries(keys.map((name) => [name, expect.stringContaining("again")])),
    });
    if (keys.length > 1) {
      await expect(store(moved, { [first]: own()[first] ?? "" })).rejects.toMatchObject({ code: "INVALID" });
    }
    const { channels: kept } = await db.gateway.findUniqueOrThrow({ where: { tenantId: tenant.id } });
    expect(JSON.stringify(kept)).not.toContain(value === "false" ? '"tls"' : value);
    await store(moved, own());
    await store(moved, {});
  });

  it("from before addresses were kept belong to the one that is saved", async () => {
    await db.credential.updateMany({ where: { tenantId: tenant.id }, data: { address: null } });
    await expect(store(moved, {})).rejects.toMatchObject({ code: "INVALID" });
    await store(channel, {});
  });
});
