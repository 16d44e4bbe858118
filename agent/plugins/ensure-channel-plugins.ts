import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { removeTenantFile, type TenantFile, writeTenantFile } from "#agent/files/tenant-file.ts";
import { withMask } from "#agent/logs/mask-texts.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { type CommandResult, runCommand } from "#agent/system/run-command.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { channelCatalogue } from "#lib/domain/channel/catalogue.ts";
import { type ChannelKind, channelLabels, needsPlugin } from "#lib/domain/channel/channel-kind.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { installerEnvironment } from "./installer-environment.ts";
import { listPlugins } from "./list-plugins.ts";

const installTimeoutMs = 8 * 60_000;
const progressEveryMs = 5_000;

/** The channels of these settings whose plugin doesn't come with OpenClaw. */
export function channelsWithPlugins(settings: readonly ChannelSetting[]): ChannelKind[] {
  return [...new Set(settings.map(({ kind }) => kind))].filter(needsPlugin).sort();
}

/**
 * Installs the plugins of these channels inside the tenant's boundary, as its
 * user, in the version that its OpenClaw trusts. Done before a configuration names
 * the channel, so that neither a start nor an audit ever installs anything.
 *
 * @returns those that were installed now
 * @throws AgentFailure PLUGIN_FAILED
 */
export async function ensureChannelPlugins(
  context: AgentContext,
  tenant: TenantRecord,
  kinds: readonly ChannelKind[],
  note: (detail: string) => void,
): Promise<ChannelKind[]> {
  const { layout } = tenant;
  const file = { layout, place: "cache", name: "plugin-install.json", tenantUid: tenant.uid } as const;
  const scratch = await writeScratchConfig(tenant, file, kinds);
  try {
    const before = (await listPlugins(context, tenant, scratch)) ?? new Map<string, string>();
    const missing = kinds.filter((kind) => before.get(pluginOf(kind)) !== versionOf(tenant, kind));
    for (const kind of missing) await install(context, tenant, kind, scratch, note);
    const after = missing.length > 0 ? await listPlugins(context, tenant, scratch) : before;
    const lacking = missing.find((kind) => after?.get(pluginOf(kind)) !== versionOf(tenant, kind));
    if (lacking === undefined) return missing;
    throw failed(tenant, lacking, "OpenClaw doesn't list it after its installation", false);
  } finally {
    await removeTenantFile(file);
  }
}

async function install(
  context: AgentContext,
  tenant: TenantRecord,
  kind: ChannelKind,
  scratch: string,
  note: (detail: string) => void,
): Promise<void> {
  const began = performance.now();
  const tell = () =>
    note(
      `Installing ${packageOf(tenant, kind)} inside the boundary (${Math.round((performance.now() - began) / 1000)} s)…`,
    );
  tell();
  const ticker = setInterval(tell, progressEveryMs);
  try {
    const args = ["plugins", "install", `npm:${packageOf(tenant, kind)}`, "--pin", "--force"];
    const { env, ...inside } = boundaryOf(context, tenant).exec.openclaw(args);
    const { OPENCLAW_CONFIG_READONLY: _, OPENCLAW_OFFLINE: __, ...kept } = env;
    const extra = await installerEnvironment(tenant, process.env);
    const command = {
      ...inside,
      env: { ...kept, ...extra, PATH: `${kept.PATH}:/usr/local/bin`, OPENCLAW_CONFIG_PATH: scratch },
    };
    const result = await boundaryOf(context, tenant).network.withWayOut(Object.values(extra), () =>
      runCommand(command, { timeoutMs: installTimeoutMs }),
    );
    if (result.exitCode !== 0) {
      const reason = await withMask(context, tenant, (mask) => reasonOf(result, mask));
      throw failed(tenant, kind, reason, true);
    }
  } finally {
    clearInterval(ticker);
  }
}

/**
 * OpenClaw records an installation in the configuration as well, and ours is
 * read-only. So it is given one to throw away, at a port where no Gateway is:
 * otherwise it would ask the running one to install it.
 */
async function writeScratchConfig(
  tenant: TenantRecord,
  file: TenantFile,
  kinds: readonly ChannelKind[],
): Promise<string> {
  const config = {
    gateway: { mode: "local", port: tenant.basePort + 119, bind: "loopback" },
    plugins: { allow: ["memory-core", "device-pair", ...kinds.map(pluginOf)] },
    update: { checkOnStart: false },
  };
  return writeTenantFile(file, `${JSON.stringify(config)}\n`, {
    mode: 0o600,
    uid: tenant.uid,
    gid: tenant.gid,
  });
}

function pluginOf(kind: ChannelKind): string {
  return channelCatalogue[kind].plugin;
}

/** OpenClaw's own channels come in its version; of another one's plugin OpenClaw names the version that it trusts. */
function packageOf({ runtimeVersion }: TenantRecord, kind: ChannelKind): string {
  const spec = channelCatalogue[kind].npmSpec ?? "";
  return spec.lastIndexOf("@") > 0 ? spec : `${spec}@${runtimeVersion}`;
}

function versionOf(tenant: TenantRecord, kind: ChannelKind): string {
  const spec = packageOf(tenant, kind);
  return spec.slice(spec.lastIndexOf("@") + 1);
}

function reasonOf(result: CommandResult, mask: (line: string) => string): string {
  if (result.isTimedOut) return "it took longer than eight minutes";
  const lines = `${result.stdout}\n${result.stderr}`.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-4).map(mask).join(" ").slice(0, 900) || "it gave no reason";
}

function failed(tenant: TenantRecord, kind: ChannelKind, reason: string, isRetryable: boolean): AgentFailure {
  return new AgentFailure(
    "PLUGIN_FAILED",
    `${channelLabels[kind]} needs the package ${packageOf(tenant, kind)}, which could not be installed: ${reason}. The configuration is unchanged.`,
    "Check that the host reaches registry.npmjs.org and has npm, then retry.",
    { isRetryable },
  );
}
