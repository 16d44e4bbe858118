import { channelPlugins, channelsConfig } from "#agent/secrets-store/channels.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { fullHardening, type HardeningChoice } from "#lib/domain/hardening/setting.ts";
import type { ModelSetting } from "#lib/domain/model/model-setting.ts";
import { defaultPolicy, type ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";
import { defaultModel, modelPlugins, modelsConfig } from "./config/models.ts";
import { openAiApiSettings } from "./config/openai-api.ts";
import { type SandboxBackend, sandboxSettings, toolSettings } from "./config/tool-policy.ts";

/** What the tenant's configuration depends on. */
export type TenantConfigInput = Pick<TenantSpec, "basePort" | "hasPowerfulTools"> & {
  /** Everything when left out. */
  readonly hardening?: HardeningChoice | undefined;
  readonly channels?: readonly ChannelSetting[] | undefined;
  readonly models?: readonly ModelSetting[] | undefined;
  /** The one that `hasPowerfulTools` stands for when left out. */
  readonly toolPolicy?: ToolPolicy | undefined;
  /** Off when left out. */
  readonly hasOpenAiApi?: boolean | undefined;
  /** What the host has for commands; nothing when left out. */
  readonly sandbox?: SandboxBackend | undefined;
};

/** An address that never sends anything: forwarded requests are then refused instead of believed. */
const noProxy = "192.0.2.1";

/**
 * The configuration of a tenant's Gateway, as a document for openclaw.json.
 * Holds no secret: the token is read from the tenant's secrets file. Equal
 * inputs give equal documents.
 */
export function tenantConfig(layout: TenantLayout, input: TenantConfigInput) {
  const hardening = input.hardening ?? fullHardening;
  const { channels = [], models = [], hasOpenAiApi = false, sandbox = null } = input;
  const policy = input.toolPolicy ?? defaultPolicy(input.hasPowerfulTools);
  return {
    secrets: {
      providers: { bulkhead: { source: "file", path: layout.secretsFile, mode: "json" } },
      defaults: { file: "bulkhead" },
    },
    gateway: {
      mode: "local",
      port: input.basePort,
      bind: "loopback",
      trustedProxies: [noProxy],
      auth: { mode: "token", token: { source: "file", provider: "bulkhead", id: "/gateway/token" } },
      nodes: { pairing: { autoApproveLocal: !hardening["silent-pairing-off"] } },
      terminal: { enabled: !hardening["terminal-off"] },
      controlUi: { enabled: false },
      ...openAiApiSettings(hasOpenAiApi),
    },
    agents: {
      defaults: {
        workspace: layout.workspace,
        heartbeat: { every: "0m" },
        ...defaultModel(models),
        ...sandboxSettings(policy, sandbox),
      },
    },
    models: { catalogRefresh: { enabled: false }, ...modelsConfig(models) },
    tools: toolSettings(policy, sandbox),
    session: { dmScope: "per-channel-peer" },
    plugins: {
      allow: ["memory-core", "device-pair", ...channelPlugins(channels), ...modelPlugins(models)],
    },
    ...channelsConfig(layout, channels),
    browser: { enabled: false },
    discovery: { mdns: { mode: "off" } },
    update: { checkOnStart: false },
    logging: { file: layout.logFile },
  } as const;
}

/** The document as it stands on disk and in a plan. */
export function renderTenantConfig(layout: TenantLayout, input: TenantConfigInput): string {
  return `${JSON.stringify(tenantConfig(layout, input), null, 2)}\n`;
}
