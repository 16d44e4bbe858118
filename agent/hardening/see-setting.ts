import { statSync } from "node:fs";
import { readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import { isInPlace, whereaboutsOf } from "#agent/boundary/whereabouts.ts";
import type { AgentContext } from "#agent/context.ts";
import { at } from "#agent/evidence/json-value.ts";
import { readConfig } from "#agent/evidence/read-config.ts";
import { ownNamespaces, readNamespaces } from "#agent/proc/namespaces.ts";
import { hasOwnNetwork, networkOf } from "#agent/proc/network-of.ts";
import { readEnviron, readSeccompMode } from "#agent/proc/read-process.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { ProcessIdentity, TenantRecord } from "#agent/registry/tenant-record.ts";
import type { HardeningSetting, ObservedSetting } from "#lib/domain/hardening/setting.ts";
import { listFirewall, wantedRules } from "./firewall.ts";
import { rulesFor } from "./firewall-rules.ts";
import { findForwarder } from "./network/find-forwarder.ts";
import { portsKeptClosed } from "./network/let-through.ts";
import { type SeenRefusals, seeRefusals } from "./network/refuse-addresses.ts";
import { forwardingOf } from "./network/tenant-network.ts";
import { hasOwnTemporary, type Mount, parseMounts, showsOnly } from "./shown-mounts.ts";
import { stillReachable } from "./wall-notes.ts";

/** What was seen of a setting, and how. */
export type Seen = { readonly observed: ObservedSetting; readonly how: string };
type LookedAt = Pick<ProcessIdentity, "pid" | "startTicks" | "startedAt" | "boundary">;

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
  const found = await look(context, registry, tenant, gateway, setting);
  if (isOutside(setting)) return found;
  const place = whereaboutsOf(gateway);
  if (place === null) return { observed: "unknown", how: "The Gateway ended meanwhile." };
  if (place.isOurs) return found;
  return { observed: isOfBoundary(setting) ? "off" : "unknown", how: place.reason };
}

/** Seen at the host and in files, whatever process runs. */
const isOutside = (setting: HardeningSetting) =>
  ["loopback-firewall", "silent-pairing-off", "terminal-off"].includes(setting);
const isOfBoundary = (setting: HardeningSetting) =>
  ["private-view", "network-namespace", "kernel-filter"].includes(setting);

async function look(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  tenant: TenantRecord,
  gateway: LookedAt,
  setting: HardeningSetting,
): Promise<Seen> {
  if (!isOutside(setting) && !isInPlace(gateway)) return { observed: "unknown", how: "" };
  switch (setting) {
    case "private-view":
      return seeView(context, tenant, gateway);
    case "kernel-filter":
      return seeFilter(context, tenant, gateway);
    case "network-namespace":
      return seeNetwork(context, registry, tenant, gateway);
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
async function seeView(
  context: AgentContext,
  tenant: TenantRecord,
  { pid, startTicks }: LookedAt,
): Promise<Seen> {
  const [own, seen] = [ownNamespaces(), readNamespaces(pid, startTicks)];
  const [hosts, inside] = await Promise.all([readMounts("self"), readMounts(pid)]);
  if (own === null || seen === null || hosts === null || inside === null)
    return { observed: "unknown", how: `The namespaces of process ${pid} can't be read.` };
  const hasOwnSpaces = (["mnt", "pid", "ipc", "uts"] as const).every((name) => own[name] !== seen[name]);
  const isAlone = hasOwnTemporary(inside) && showsOnly(inside, hosts, context.paths.tenants, tenant.slug);
  return {
    observed: hasOwnSpaces && isAlone ? "on" : "off",
    how: `Namespaces and mounts of process ${pid}.`,
  };
}

/** The kernel's own word that it filters the process's calls; a browser that the filter keeps from starting is named. */
async function seeFilter(context: AgentContext, tenant: TenantRecord, { pid }: LookedAt): Promise<Seen> {
  const mode = readSeccompMode(pid);
  if (mode === null) return { observed: "unknown", how: `The status of process ${pid} can't be read.` };
  const how = `Seccomp mode ${mode} in the status of process ${pid}, which is in the namespaces that Bulkhead made.`;
  if (mode !== 2) return { observed: "off", how };
  const memory = isMemoryClosed(pid)
    ? " Its memory is closed to the tenant's other programs."
    : " The tenant's other programs can still open its memory through /proc: it was started with a Node that they may read. Restart the Gateway.";
  const config = await readTenantConfig(context, tenant);
  const browser = config.isReadable ? at(config.config, "browser") : undefined;
  const needsSandbox = at(browser, "enabled") === true && at(browser, "noSandbox") !== true;
  const note = needsSandbox
    ? " Its managed browser is on and can't start: Chromium's own sandbox needs namespaces. Set browser.noSandbox to true; the boundary then holds it in."
    : "";
  return { observed: "on", how: `${how}${memory}${note}` };
}

/** What a process of a program that its user can't read shows of itself belongs to root. */
function isMemoryClosed(pid: number): boolean {
  return statSync(`/proc/${pid}/environ`, { throwIfNoEntry: false })?.uid === 0;
}

async function readMounts(pid: number | "self"): Promise<Mount[] | null> {
  return readFile(`/proc/${pid}/mountinfo`, "utf8").then(parseMounts, () => null);
}

/**
 * Neither the agent nor another tenant is in it, and what it must not reach is
 * refused to it. What is let through of the host's own is told.
 */
async function seeNetwork(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  tenant: TenantRecord,
  { pid }: LookedAt,
): Promise<Seen> {
  const network = networkOf(pid);
  if (network === null) return { observed: "unknown", how: `The network of process ${pid} can't be read.` };
  const others = registry.list().flatMap(({ slug, process }) => {
    return slug !== tenant.slug && process !== null ? [process.pid] : [];
  });
  const isOwn = hasOwnNetwork(pid) && others.every((other) => networkOf(other) !== network);
  if (!isOwn) return { observed: "off", how: `The network of process ${pid}.` };
  const forwarder = findForwarder(network, tenant.uid);
  const where = `The network of process ${pid}`;
  if (forwarder === null) return { observed: "on", how: `${where}. Nothing forwards into it at the moment.` };
  const forwarding = forwardingOf(context, tenant);
  const refusals = await seeRefusals(context, tenant, forwarding);
  const ports = forwarding.outward;
  const closed = portsKeptClosed(tenant, context.closedPorts).map(
    (port) => `port ${port}, which is ${context.closedPorts.get(port)}`,
  );
  const notes = [
    `${where}, and process ${forwarder.pid}, which forwards into it.`,
    ...(ports.length > 0
      ? [`Let through to this host because its configuration names them: port ${ports.join(", ")}.`]
      : []),
    ...(closed.length > 0 ? [`Named by its configuration and not let through: ${closed.join("; ")}.`] : []),
    ...wordsOf(refusals),
    stillReachable(context.hardening.networkNamespace, context.hardening.loopbackFirewall.note).trim(),
  ].filter((note) => note !== "");
  return { observed: refusalsHold(refusals), how: notes.join(" ") };
}

/** A layer that the host can't give is told where what it can give is told. */
function refusalsHold({ onHost, inside }: SeenRefusals): ObservedSetting {
  const seen = [onHost, inside];
  // Of an address that came later the host's firewall knows at once.
  const isOutdated = inside === "outdated" && onHost !== "in-force";
  if (seen.includes("missing") || isOutdated) return "off";
  return seen.includes("unreadable") ? "unknown" : "on";
}

function wordsOf({ onHost, inside }: SeenRefusals): string[] {
  const layers = [
    ["the host's firewall", onHost],
    ["the network itself", inside],
  ] as const;
  return layers.flatMap(([name, seen]) => {
    if (seen === "missing")
      return [`What refuses it the host's own and link-local addresses is missing or changed in ${name}.`];
    if (seen === "outdated")
      return ["Of the host's addresses some came or went since; the network itself follows within a minute."];
    return seen === "unreadable" ? [`What ${name} refuses it can't be read.`] : [];
  });
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
  { pid }: LookedAt,
  names: string,
  isOn: (env: Readonly<Record<string, string>>) => boolean,
): Promise<Seen> {
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
  const config = await readTenantConfig(context, tenant);
  if (!config.isReadable) return { observed: "unknown", how: "The configuration can't be read." };
  if (config.modifiedAt > new Date(startedAt))
    return { observed: "unknown", how: "The configuration changed after the Gateway started." };
  const isOff = at(config.config, ...key) === false;
  return {
    observed: isOff ? "on" : "off",
    how: `${name} in the configuration that the Gateway started with.`,
  };
}

async function readTenantConfig(context: AgentContext, tenant: TenantRecord) {
  const { tree, configFile } = tenantLayout(context.paths, tenant.slug);
  const root = await realpath(tree).catch(() => tree);
  return readConfig(context, tenant, root, path.join(root, path.relative(tree, configFile)));
}
