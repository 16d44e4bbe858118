import { execFileSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { chown, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { collectSteps } from "#agent/fixtures/collect-steps.ts";
import { createRealAgent, type RealAgent } from "#agent/fixtures/real-agent.ts";
import type { RealHost } from "#agent/fixtures/real-host.ts";
import { type StandInProviders, startStandInProviders } from "#agent/fixtures/stand-in-providers.ts";
import { withGateway } from "#agent/gateway/call-gateway.ts";
import { openGatewaySocket } from "#agent/staged/gateway-socket.ts";
import type { EmitStep } from "#agent/steps/handlers.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import type { ModelSetting } from "#lib/domain/model/model-setting.ts";

const botToken = `123456789:${randomBytes(26).toString("base64url")}`;
const modelKey = `sk-${randomBytes(24).toString("hex")}`;
const name = "/channels/telegram/default/botToken";
const signal = new AbortController().signal;
const nothing: EmitStep = () => undefined;
let host: RealHost;
let providers: StandInProviders;
let tenant: TenantRecord;
let handlers: RealAgent["handlers"];

beforeAll(async () => {
  providers = await startStandInProviders({ [botToken]: "acme_bot" });
  ({ host, handlers, tenant } = await createRealAgent(providers.addresses));
});
afterAll(async () => {
  await host.dispose();
  await providers.close();
});

const telegram: ChannelSetting = {
  kind: "telegram",
  accountId: "default",
  dmPolicy: "pairing",
  allowFrom: [],
  groupPolicy: "allowlist",
  // A Telegram that nobody answers for: the Gateway must not wait for the real one.
  options: { apiRoot: "http://127.0.0.1:9" },
  secrets: ["botToken"],
};
const model: ModelSetting = {
  provider: "acme-models",
  api: "openai-completions",
  baseUrl: "https://models.example.com/v1",
  models: ["small"],
  isDefault: true,
  hasKey: true,
};
const configure = (channels: ChannelSetting[], models: ModelSetting[], emit = nothing) => {
  const { slug, rung, basePort, runtimeVersion, hasPowerfulTools, generation } = host.registry.require(
    tenant.slug,
  );
  const spec = { slug, rung, basePort, runtimeVersion, hasPowerfulTools, channels, models };
  return handlers.configure({ spec, operationId: randomUUID(), generation }, emit, signal);
};
const layout = () => tenantLayout(host.context.paths, tenant.slug);
const read = (file: string) => readFile(file, "utf8");

const modelName = "/models/acme-models";
/** A device as somebody on this host would have who once had the token. */
async function pairDevice(token: string): Promise<void> {
  const record = host.registry.require(tenant.slug);
  const scopes = ["operator.admin", "operator.pairing"];
  const client = { id: "cli", mode: "cli" };
  const question = { port: record.basePort, token, client, isDevice: true, timeoutMs: 10_000 };
  const socket = await openGatewaySocket(question);
  socket.close();
  await withGateway(host.context, record, { scopes }, async ({ call }) => {
    const { pending } = pendingSchema.parse(await call("device.pair.list", {}));
    for (const { requestId } of pending) await call("device.pair.approve", { requestId });
  });
}
const pendingSchema = z.object({ pending: z.array(z.object({ requestId: z.string() })) });

describe("a stopped tenant", () => {
  test("gets a bot token into its secrets file, and the configuration refers to it", async () => {
    const identity = await handlers["channel.identify"]({ kind: "telegram", secrets: { botToken } }, signal);
    expect(identity).toMatchObject({ state: "identified", name: "@acme_bot" });
    const set = await handlers["secrets.set"](
      { slug: tenant.slug, changeId: randomUUID(), name, value: ` ${botToken}\n` },
      signal,
    );
    expect(set).toMatchObject({ lastFour: botToken.slice(-4), reload: { state: "stopped" } });
    expect(await handlers["secrets.check"]({ value: botToken }, signal)).toMatchObject({
      fingerprint: set.fingerprint,
    });
    await handlers["secrets.set"](
      { slug: tenant.slug, changeId: randomUUID(), name: modelName, value: modelKey },
      signal,
    );
    const { emit, ended } = collectSteps();
    const { applied } = await configure([telegram], [model], emit);
    expect(applied).toBe("at-next-start");
    expect(ended).toEqual(["validate: done", "configuration: done", "apply: unchanged"]);
    const config = JSON.parse(await read(layout().configFile));
    expect(config.channels.telegram.accounts.default.botToken).toEqual({
      source: "file",
      provider: "bulkhead",
      id: name,
    });
    expect(config.agents.defaults.model.primary).toBe("acme-models/small");
    expect(JSON.stringify(config)).not.toContain(botToken);
    expect(JSON.parse(await read(layout().secretsFile)).channels.telegram.default.botToken).toBe(botToken);
  });

  test("has an audit without anything critical", async () => {
    const audit = await handlers.audit({ slug: tenant.slug }, signal);
    expect(audit.findings.filter(({ severity }) => severity === "critical")).toEqual([]);
  });

  test("keeps its configuration when OpenClaw refuses the next one", async () => {
    const before = await read(layout().configFile);
    const wrong = { ...telegram, options: { ...telegram.options, noSuchSetting: "x" } };
    await expect(configure([wrong], [model])).rejects.toMatchObject({ detail: { code: "CONFIG_INVALID" } });
    expect(await read(layout().configFile)).toBe(before);
    expect(host.registry.require(tenant.slug).channels).toEqual([telegram]);
  });
});

describe("a running Gateway", () => {
  beforeAll(async () => {
    await handlers.start(
      { slug: tenant.slug, operationId: randomUUID(), generation: tenant.generation },
      nothing,
      signal,
    );
  });

  test("has the channel, and says so", async () => {
    const states = await handlers["channel.states"]({ slug: tenant.slug }, signal);
    expect(states.isRunning).toBe(true);
    expect(states.channels).toMatchObject([{ kind: "telegram", accountId: "default" }]);
    expect(["running", "not-running"]).toContain(states.channels[0]?.state);
  });

  test("takes another token without a restart: the old one is refused, the new one accepted", async () => {
    const oldToken = JSON.parse(await read(layout().secretsFile)).gateway.token;
    await pairDevice(oldToken);
    const pid = hostProcessOf(host.registry.require(tenant.slug).process)?.pid;
    const rotation = await handlers["gateway-token.rotate"](
      { slug: tenant.slug, changeId: randomUUID() },
      signal,
    );
    expect(rotation.removedDevices).toBe(1);
    expect(rotation.running).toMatchObject({ oldTokenStatus: 401, newTokenStatus: 200, isSameProcess: true });
    expect(hostProcessOf(host.registry.require(tenant.slug).process)?.pid).toBe(pid);
    const newToken = JSON.parse(await read(layout().secretsFile)).gateway.token;
    expect(newToken).not.toBe(oldToken);
    const { secrets } = await handlers["secrets.list"]({ slug: tenant.slug }, signal);
    expect(secrets.find((secret) => secret.name === "/gateway/token")?.fingerprint).toBe(
      rotation.fingerprint,
    );
  });

  test("takes a change of its channels without a restart", async () => {
    const pid = hostProcessOf(host.registry.require(tenant.slug).process)?.pid;
    const { applied } = await configure([{ ...telegram, dmPolicy: "disabled" }], [model]);
    expect(applied).toBe("hot");
    expect(hostProcessOf(host.registry.require(tenant.slug).process)?.pid).toBe(pid);
    expect((await configure([{ ...telegram, dmPolicy: "disabled" }], [model])).applied).toBe("unchanged");
  });

  test("loses a revoked secret: it is in no file of the tenant's tree any more", async () => {
    await configure([], []);
    const revocation = await handlers["secrets.revoke"](
      { slug: tenant.slug, changeId: randomUUID(), names: [name] },
      signal,
    );
    expect(revocation).toMatchObject({ wasThere: true, isGone: true, foundIn: [] });
    expect(revocation.searchedFiles).toBeGreaterThan(5);
    expect(revocation.reload).toEqual({ state: "reloaded" });
    expect(await read(layout().secretsFile)).not.toContain(botToken);
    const again = await handlers["secrets.revoke"](
      { slug: tenant.slug, changeId: randomUUID(), names: [name] },
      signal,
    );
    expect(again).toMatchObject({ wasThere: false, isGone: true, searchedFiles: null });
  });

  test("does not hide a copy of a revoked secret that lies elsewhere", async () => {
    await handlers["secrets.set"](
      { slug: tenant.slug, changeId: randomUUID(), name: modelName, value: modelKey },
      signal,
    );
    const copy = path.join(layout().workspace, ".env");
    await writeFile(copy, `KEY=${modelKey}\n`);
    await chown(copy, tenant.uid, tenant.gid);
    const revocation = await handlers["secrets.revoke"](
      { slug: tenant.slug, changeId: randomUUID(), names: [modelName] },
      signal,
    );
    expect(revocation).toMatchObject({ isGone: true, foundIn: [path.join("workspace", ".env")] });
  });

  test("never had a secret among its arguments or in what it printed", async () => {
    expect(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })).not.toMatch(
      new RegExp(`${botToken.slice(10)}|${modelKey}`),
    );
    expect(await read(layout().outputFile)).not.toContain(botToken);
    expect(await read(layout().logFile)).not.toContain(botToken);
  });
});
