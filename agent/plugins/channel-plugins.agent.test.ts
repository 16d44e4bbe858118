import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collectSteps } from "#agent/fixtures/collect-steps.ts";
import { createRealAgent, type RealAgent } from "#agent/fixtures/real-agent.ts";
import type { RealHost } from "#agent/fixtures/real-host.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { listPlugins } from "./list-plugins.ts";

const signal = new AbortController().signal;
const whatsapp: ChannelSetting = {
  kind: "whatsapp",
  accountId: "default",
  dmPolicy: "pairing",
  allowFrom: [],
  groupPolicy: "disabled",
  options: {},
  secrets: [],
};
let host: RealHost;
let tenant: TenantRecord;
let handlers: RealAgent["handlers"];

beforeAll(async () => {
  ({ host, handlers, tenant } = await createRealAgent());
});
afterAll(() => host.dispose(), 120_000);

const configure = async (channels: ChannelSetting[]) => {
  const { slug, rung, basePort, runtimeVersion, hasPowerfulTools, generation } = tenant;
  const spec = { slug, rung, basePort, runtimeVersion, hasPowerfulTools, channels };
  const { emit, ended, steps } = collectSteps();
  const { applied } = await handlers.configure({ spec, operationId: randomUUID(), generation }, emit, signal);
  return { applied, ended, steps };
};

test("installs a channel's plugin inside the boundary, pinned, before the configuration names it", async () => {
  const { applied, ended, steps } = await configure([whatsapp]);
  expect(applied).toBe("at-next-start");
  expect(ended[0]).toBe("plugins: done");
  expect(steps.some(({ detail }) => detail?.includes(`@openclaw/whatsapp@${tenant.runtimeVersion}`))).toBe(
    true,
  );
  const { configFile } = tenantLayout(host.context.paths, tenant.slug);
  const plugins = await listPlugins(host.context, tenant, configFile);
  expect(plugins?.get("whatsapp")).toBe(tenant.runtimeVersion);
  const config = JSON.parse(await readFile(configFile, "utf8"));
  expect(config.plugins.allow).toContain("whatsapp");
  expect((await configure([whatsapp])).ended).toEqual([
    "plugins: unchanged",
    "validate: unchanged",
    "configuration: unchanged",
    "apply: unchanged",
  ]);
});

test("has the running Gateway answer for the channel, and for the code that links a phone", async () => {
  const { generation, slug } = tenant;
  await handlers.start({ slug, operationId: randomUUID(), generation }, () => undefined, signal);
  const { channels } = await handlers["channel.states"]({ slug }, signal);
  expect(channels).toMatchObject([{ kind: "whatsapp", accountId: "default" }]);
  expect(channels[0]?.state).not.toBe("not-loaded");
  const link = await handlers["channel.link"](
    { slug, kind: "whatsapp", accountId: "default", isBegun: false, sessionKey: null, qrDataUrl: null },
    signal,
  );
  // Where WhatsApp can't be reached there is no code, and the way on the host is shown instead.
  if (link.state === "failed") {
    expect(link.message).toContain("web.whatsapp.com");
    expect(link.nextStep).toMatch(/internet|port 443/);
    expect(link.hostCommand).toContain("channels login --channel whatsapp");
  } else expect(link).toMatchObject({ state: "waiting", qrDataUrl: expect.stringMatching(/^data:image/) });
});

test("says so when a configured channel is not loaded", async () => {
  const slug = tenant.slug;
  await host.registry.update(slug, (record) => ({
    ...record,
    channels: [...record.channels, { ...whatsapp, kind: "slack", secrets: [] }],
  }));
  const { channels } = await handlers["channel.states"]({ slug }, signal);
  expect(channels.find(({ kind }) => kind === "slack")).toMatchObject({ state: "not-loaded" });
});
