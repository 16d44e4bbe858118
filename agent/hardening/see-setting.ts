import { readdir, readFile, readlink, realpath } from "node:fs/promises";
import path from "node:path";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { AgentContext } from "#agent/context.ts";
import { at } from "#agent/evidence/json-value.ts";
import { readConfig } from "#agent/evidence/read-config.ts";
import { hasOwnNetwork, networkOf } from "#agent/proc/network-of.ts";
import { readEnviron } from "#agent/proc/read-process.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import type { HardeningSetting, ObservedSetting } from "#lib/domain/hardening/setting.ts";
import { listFirewall, wantedRules } from "./firewall.ts";
import { rulesFor } from "./firewall-rules.ts";
import { findForwarder } from "./network/find-forwarder.ts";
import { portsLetThrough } from "./network/let-through.ts";

/** What was seen of a setting, and how. */
export type Seen = { readonly observed: ObservedSetting; readonly how: string };
type RunningGateway = { readonly pid: number; readonly startedAt: Date };

/** Looks at one setting of a tenant whose Gateway runs. */
export function seeSetting(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  tenant: TenantRecord,
  gateway: RunningGateway,
  setting: HardeningSetting,
): Promise<Seen> {
  switch (setting) {
    case "private-view":
      return seeView(context, tenant, gateway);
    case "network-namespace":
      return seeNetwork(registry, tenant, gateway);
    case "loopback-firewall":
      return seeFirewall(context, registry, tenant);
    case "inner-caches":
      return seeEnvironment(gateway, "NODE_COMPILE_CACHE, TMPDIR and XDG_CACHE_HOME", (env) =>
        hasInnerCaches(env, tenantLayout(context.paths, tenant.slug).tree),
      );
    case "inspector-off":
      return seeEnvironment(gateway, "NODE_OPTIONS", ({ NODE_OPTIONS }) =>
        (NODE_OPTIONS ?? "").split(/\s+/).includes("--disable-sigusr1"),
      );
    case "silent-pairing-off":
      return seeConfig(context, tenant, gateway, ["gateway", "nodes", "pairing", "autoApproveLocal"]);
    case "terminal-off":
      return seeConfig(context, tenant, gateway, ["gateway", "terminal", "enabled"]);
  }
}

/** Its own list of processes, its own /tmp, and no other tenant's tree in sight. */
async function seeView(context: AgentContext, tenant: TenantRecord, { pid }: RunningGateway): Promise<Seen> {
  const spaces = ["mnt", "pid", "ipc", "uts"];
  try {
    const own = await Promise.all(spaces.map((space) => isOwnNamespace(pid, space)));
    const mounts = (await readFile(`/proc/${pid}/mountinfo`, "utf8")).split("\n");
    const hasOwnTemporary = ["/tmp", "/var/tmp", "/dev/shm"].every((place) =>
      mounts.some((line) => line.split(" ")[4] === place && / - tmpfs /.test(line)),
    );
    const tenants = path.join(`/proc/${pid}/root`, context.paths.tenants);
    const visible = (await readdir(tenants)).filter((name) => name !== tenant.slug);
    const isOn = own.every(Boolean) && hasOwnTemporary && visible.length === 0;
    return { observed: isOn ? "on" : "off", how: `Namespaces and mounts of process ${pid}.` };
  } catch {
    return { observed: "unknown", how: `The namespaces of process ${pid} can't be read.` };
  }
}

/** Neither the agent nor another tenant is in it. What is let through of the host's own is told. */
function seeNetwork(
  registry: Pick<Registry, "list">,
  tenant: TenantRecord,
  { pid }: RunningGateway,
): Promise<Seen> {
  const network = networkOf(pid);
  if (network === null) {
    return Promise.resolve({
      observed: "unknown",
      how: `The network of process ${pid} can't be read.`,
    });
  }
  const others = registry.list().flatMap(({ slug, process }) => {
    return slug !== tenant.slug && process !== null ? [process.pid] : [];
  });
  const isOwn = hasOwnNetwork(pid) && others.every((other) => networkOf(other) !== network);
  const forwarder = isOwn ? findForwarder(network, tenant.uid) : null;
  const ports = portsLetThrough(tenant);
  const notes = [
    `The network of process ${pid}${forwarder ? `, and process ${forwarder.pid}, which forwards into it` : ""}.`,
    ...(isOwn && forwarder === null ? ["Nothing forwards into it at the moment."] : []),
    ...(isOwn && ports.length > 0
      ? [`Let through to this host because its configuration names them: port ${ports.join(", ")}.`]
      : []),
  ];
  return Promise.resolve({ observed: isOwn ? "on" : "off", how: notes.join(" ") });
}

async function isOwnNamespace(pid: number, space: string): Promise<boolean> {
  return (await readlink(`/proc/${pid}/ns/${space}`)) !== (await readlink(`/proc/self/ns/${space}`));
}

async function seeFirewall(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  { slug, uid, basePort }: TenantRecord,
): Promise<Seen> {
  const seen = await listFirewall(context);
  if (seen === null) {
    const isGivable = context.hardening.loopbackFirewall.isAvailable;
    // Where nothing can put rules up there are none.
    return isGivable
      ? { observed: "unknown", how: "The rules in force can't be read." }
      : { observed: "off", how: "" };
  }
  const keyed = new Set(seen.map((rule) => JSON.stringify(rule)));
  const isThere = rulesFor([{ slug, uid, base: basePort }]).every((rule) => keyed.has(JSON.stringify(rule)));
  const isTouched = seen.includes(null) || seen.length > wantedRules(context, registry).length;
  // A rule that isn't ours could let through what ours refuse.
  if (isThere && seen.includes(null))
    return { observed: "unknown", how: "Somebody else's rules are in Bulkhead's table." };
  const how = `The rules that nftables has in force${isTouched ? ", which somebody changed" : ""}.`;
  return { observed: isThere ? "on" : "off", how };
}

async function seeEnvironment(
  { pid }: RunningGateway,
  names: string,
  isOn: (env: Readonly<Record<string, string>>) => boolean,
): Promise<Seen> {
  const env = readEnviron(pid);
  if (env === null) return { observed: "unknown", how: `The environment of process ${pid} can't be read.` };
  return { observed: isOn(env) ? "on" : "off", how: `${names} of process ${pid}.` };
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
  { startedAt }: RunningGateway,
  key: readonly string[],
): Promise<Seen> {
  const name = key.join(".");
  const { tree, configFile } = tenantLayout(context.paths, tenant.slug);
  const root = await realpath(tree).catch(() => tree);
  const file = path.join(root, path.relative(tree, configFile));
  const config = await readConfig(context, tenant, root, file);
  if (!config.isReadable) return { observed: "unknown", how: "The configuration can't be read." };
  if (config.modifiedAt > startedAt)
    return { observed: "unknown", how: "The configuration changed after the Gateway started." };
  const isOff = at(config.config, ...key) === false;
  return {
    observed: isOff ? "on" : "off",
    how: `${name} in the configuration that the Gateway started with.`,
  };
}
