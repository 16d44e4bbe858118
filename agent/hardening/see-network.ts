import type { AgentContext } from "#agent/context/context.ts";
import type { LookedAt, Seen } from "#agent/hardening/seen.ts";
import { stillReachable } from "#agent/hardening/wall-notes.ts";
import { portsKeptClosed } from "#agent/network/allowed-host-ports.ts";
import { findForwarder } from "#agent/network/find-forwarder.ts";
import { type SeenRefusals, seeRefusals } from "#agent/network/refuse-addresses.ts";
import { forwardingOf } from "#agent/network/tenant-network.ts";
import { hasOwnNetwork, networkOf } from "#agent/proc/network-of.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { ObservedSetting } from "#lib/domain/hardening/setting.ts";

/**
 * Neither the agent nor another tenant is in it, and what it must not reach is
 * refused to it. What is let through of the host's own is told.
 */
export async function seeNetwork(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  tenant: TenantRecord,
  { pid }: LookedAt,
): Promise<Seen> {
  const network = networkOf(pid);
  if (network === null) return { observed: "unknown", how: `The network of process ${pid} can't be read.` };
  const others = registry.list().flatMap(({ slug, process }) => {
    const other = hostProcessOf(process);
    return slug !== tenant.slug && other !== null ? [other.pid] : [];
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
