import { randomBytes, randomUUID } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRealAgent, type RealAgent } from "#agent/fixtures/real-agent.ts";
import type { RealHost } from "#agent/fixtures/real-host.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { channelCatalogue } from "#lib/domain/channel/catalogue.ts";
import { channelFields, fieldsFor } from "#lib/domain/channel/channel-field.ts";
import { type ChannelKind, channelKinds, findUnavailability } from "#lib/domain/channel/channel-kind.ts";
import { type ChannelSetting, channelSettingSchema } from "#lib/domain/channel/channel-setting.ts";
import { readChannelCatalogue } from "./read-channel-catalogue.ts";

const signal = new AbortController().signal;
let host: RealHost;
let tenant: TenantRecord;
let handlers: RealAgent["handlers"];

beforeAll(async () => {
  ({ host, handlers, tenant } = await createRealAgent());
});
afterAll(() => host.dispose(), 120_000);

/** Something that a field takes. */
const samples: Readonly<Record<string, string>> = {
  applicationId: "123456789012345678",
  account: "+15551234567",
  webhookPath: "/events",
  userId: "@bot:example.org",
  mode: "socket",
  "transport.kind": "external-native",
};

/** A channel as its form would send it with every field filled in. */
function filled(kind: ChannelKind, access: Partial<ChannelSetting>, mode: string): ChannelSetting {
  const fields = fieldsFor(kind, { mode });
  const sampleOf = (key: string) => (key === "mode" ? mode : (samples[key] ?? "https://chat.example.org"));
  const options = fields.filter(({ isSecret }) => !isSecret).map(({ key }) => [key, sampleOf(key)]);
  const { secrets, fileSecrets } = channelCatalogue[kind];
  const own = fields.filter(({ isSecret }) => isSecret).map(({ key }) => key);
  return channelSettingSchema.parse({
    kind,
    ...access,
    options: Object.fromEntries(options),
    secrets: channelFields(kind).length > 0 ? own : [...secrets, ...Object.keys(fileSecrets)],
  });
}

test("lists the channels, settings and secrets that the pinned OpenClaw has", async () => {
  const packageDirectory = path.join(
    host.context.paths.runtimeStore,
    tenant.runtimeVersion,
    "node_modules",
    "openclaw",
  );
  const { home } = host.context.paths;
  const read = await readChannelCatalogue(packageDirectory, { HOME: home, OPENCLAW_STATE_DIR: home });
  expect(channelCatalogue).toEqual(read);
});

describe("the real OpenClaw, inside the boundary", () => {
  const available = channelKinds.filter((kind) => findUnavailability(kind) === null);
  const check = (channels: ChannelSetting[]) =>
    handlers["config.check"]({ slug: tenant.slug, channels }, signal);

  // One run of its program names every channel that it refuses.
  test.each<[string, Partial<ChannelSetting>, string]>([
    ["people who are approved", { dmPolicy: "pairing" }, "socket"],
    ["named people only", { dmPolicy: "allowlist", allowFrom: ["123456789"] }, "http"],
    ["everybody, in every group", { dmPolicy: "open", groupPolicy: "open" }, "socket"],
    ["nobody", { dmPolicy: "disabled", groupPolicy: "disabled" }, "http"],
  ])("accepts every channel's configuration for %s", async (_name, access, mode) => {
    const { issues } = await check(available.map((kind) => filled(kind, access, mode)));
    expect(issues).toEqual([]);
  });

  test("says which setting of which channel it refuses, and nothing that is in use changes", async () => {
    const { config, configFile } = tenantLayout(host.context.paths, tenant.slug);
    const before = await readFile(configFile, "utf8");
    const wrong = { ...filled("slack", {}, "socket"), options: { mode: "pigeon" } };
    const { issues } = await check([filled("telegram", {}, ""), wrong]);
    expect(issues).toMatchObject([{ path: "channels.slack.accounts.default.mode" }]);
    expect(await readFile(configFile, "utf8")).toBe(before);
    expect((await readdir(config)).filter((name) => name.includes("checked"))).toEqual([]);
  });
});

test("a secret that OpenClaw wants in a file of its own lies there, the tenant's alone, until it is revoked", async () => {
  const { secrets } = tenantLayout(host.context.paths, tenant.slug);
  const name = "/channels/irc/default/password";
  const [first, second] = [randomBytes(20).toString("hex"), randomBytes(20).toString("hex")];
  await handlers["secrets.set"]({ slug: tenant.slug, changeId: randomUUID(), name, value: first }, signal);
  await handlers["secrets.set"]({ slug: tenant.slug, changeId: randomUUID(), name, value: second }, signal);
  const file = path.join(secrets, "irc.default.password");
  expect(await readFile(file, "utf8")).toBe(second);
  const { mode, uid } = await stat(file);
  expect([mode & 0o777, uid]).toEqual([0o600, tenant.uid]);
  const listed = async () => (await handlers["secrets.list"]({ slug: tenant.slug }, signal)).secrets;
  const { fingerprint } = await handlers["secrets.check"]({ value: second }, signal);
  expect((await listed()).find((secret) => secret.name === name)?.fingerprint).toBe(fingerprint);
  await writeFile(file, "changed by hand");
  expect((await listed()).find((secret) => secret.name === name)?.fingerprint).not.toBe(fingerprint);
  await rm(file);
  expect((await listed()).map((secret) => secret.name)).not.toContain(name);
  const revocation = await handlers["secrets.revoke"](
    { slug: tenant.slug, changeId: randomUUID(), names: [name] },
    signal,
  );
  expect(revocation).toMatchObject({ isGone: true, foundIn: [] });
  expect(await readdir(secrets)).toEqual(["secrets.json"]);
});
