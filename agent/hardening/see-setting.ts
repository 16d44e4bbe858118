import { readOwnConfig } from "#agent/config-file/read-config.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { readEnviron } from "#agent/proc/read-process.ts";
import { whereaboutsOf } from "#agent/proc/whereabouts.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { at } from "#agent/system/json-value.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { HardeningSetting } from "#lib/domain/hardening/setting.ts";
import { seeFilter } from "./see-filter.ts";
import { seeFirewall } from "./see-firewall.ts";
import { seeNetwork } from "./see-network.ts";
import { seeView } from "./see-view.ts";
import type { LookedAt, Seen } from "./seen.ts";

type Look = {
  /** Where it is seen: at the host and in files, whatever process runs, or at the Gateway's process. */
  readonly at: "host" | "boundary" | "process";
  readonly see: () => Promise<Seen> | Seen;
};

/**
 * Looks at one setting of a tenant whose Gateway runs. What the process shows
 * is taken only while it is in the namespaces that Bulkhead made for it,
 * before and after the look.
 */
export async function seeSetting(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  tenant: TenantRecord,
  gateway: LookedAt,
  setting: HardeningSetting,
): Promise<Seen> {
  const look = lookFor(context, registry, tenant, gateway, setting);
  if (look.at === "host") return look.see();
  const before = outOfPlace(gateway, look);
  if (before !== null) return before;
  const found = await look.see();
  return outOfPlace(gateway, look) ?? found;
}

/** What is seen where the Gateway isn't where it was put; null while it is. */
function outOfPlace(gateway: LookedAt, { at: where }: Look): Seen | null {
  const place = whereaboutsOf(gateway);
  if (place === null) return { observed: "unknown", how: "The Gateway ended meanwhile." };
  if (place.isOurs) return null;
  return { observed: where === "boundary" ? "off" : "unknown", how: place.reason };
}

function lookFor(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  tenant: TenantRecord,
  gateway: LookedAt,
  setting: HardeningSetting,
): Look {
  switch (setting) {
    case "private-view":
      return { at: "boundary", see: () => seeView(context, tenant, gateway) };
    case "kernel-filter":
      return { at: "boundary", see: () => seeFilter(context, tenant, gateway) };
    case "network-namespace":
      return { at: "boundary", see: () => seeNetwork(context, registry, tenant, gateway) };
    case "loopback-firewall":
      return { at: "host", see: () => seeFirewall(context, registry, tenant) };
    case "inner-caches":
      return {
        at: "process",
        see: () =>
          seeEnvironment(gateway, "NODE_COMPILE_CACHE, TMPDIR and XDG_CACHE_HOME", (env) =>
            hasInnerCaches(env, tenant.layout.tree),
          ),
      };
    case "inspector-off":
      return {
        at: "process",
        see: () =>
          seeEnvironment(gateway, "NODE_OPTIONS", ({ NODE_OPTIONS }) =>
            (NODE_OPTIONS ?? "").split(/\s+/).includes("--disable-sigusr1"),
          ),
      };
    case "silent-pairing-off": {
      const key = ["gateway", "nodes", "pairing", "autoApproveLocal"];
      return { at: "host", see: () => seeConfig(context, tenant, gateway, key) };
    }
    case "terminal-off":
      return {
        at: "host",
        see: () => seeConfig(context, tenant, gateway, ["gateway", "terminal", "enabled"]),
      };
  }
}

function seeEnvironment(
  { pid }: LookedAt,
  names: string,
  isOn: (env: Readonly<Record<string, string>>) => boolean,
): Seen {
  const env = readEnviron(pid);
  if (env === null) return { observed: "unknown", how: `The environment of process ${pid} can't be read.` };
  return { observed: isOn(env) ? "on" : "off", how: `${names}, as process ${pid} shows them of itself.` };
}

function hasInnerCaches(env: Readonly<Record<string, string>>, tree: string): boolean {
  const isInside = (place: string | undefined) => place?.startsWith(`${tree}/`) ?? false;
  const hasOwnCode = env.NODE_DISABLE_COMPILE_CACHE === "1" || isInside(env.NODE_COMPILE_CACHE);
  return hasOwnCode && isInside(env.TMPDIR) && isInside(env.XDG_CACHE_HOME);
}

/** A setting of OpenClaw's that is on unless the configuration says no; what is hardened is its absence. */
async function seeConfig(
  context: AgentContext,
  tenant: TenantRecord,
  { startedAt }: LookedAt,
  key: readonly string[],
): Promise<Seen> {
  const name = key.join(".");
  const config = await readOwnConfig(context, tenant);
  if (!config.isReadable) return { observed: "unknown", how: "The configuration can't be read." };
  if (config.modifiedAt > new Date(startedAt))
    return { observed: "unknown", how: "The configuration changed after the Gateway started." };
  const isOff = at(config.config, ...key) === false;
  return {
    observed: isOff ? "on" : "off",
    how: `${name} in the configuration that the Gateway started with.`,
  };
}
