import type { AgentContext } from "#agent/context/context.ts";
import { networkAt } from "#agent/proc/network-of.ts";
import { networkOfGateway } from "#agent/proc/whereabouts.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { ProcessIdentity } from "#agent/tenant/gateway-handle.ts";
import { isGiven } from "#agent/tenant/tenant-hardening.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import {
  addressesLetThrough,
  loopbackPorts,
  numberedAddresses,
  portsLetThrough,
} from "./allowed-host-ports.ts";
import { findForwarder, forwardersOf } from "./find-forwarder.ts";
import { doesForward, endForwarder, ensureForwarder } from "./forwarder.ts";
import type { Forwarding } from "./forwarder-command.ts";
import { ensureNamespace, isNamespaceThere, removeNamespace, renameNamespace } from "./namespace.ts";
import { networkPlace } from "./network-place.ts";
import { mayNeedRefusals, removeRefusals } from "./refuse-addresses.ts";

/** What the forwarder of a tenant does while its Gateway runs: its base port inward, and nothing else of its block. */
export function forwardingOf({ closedPorts }: AgentContext, tenant: TenantRecord): Forwarding {
  return {
    slug: tenant.slug,
    inward: tenant.basePort,
    outward: portsLetThrough(tenant, closedPorts),
    named: addressesLetThrough(tenant, closedPorts),
  };
}

/**
 * Makes a tenant have the network that it should have: its own, or none of its
 * own. A Gateway that runs stays where it is until its restart.
 *
 * @param gateway null while it is stopped
 * @returns whether anything had to be changed
 * @throws AgentFailure START_FAILED
 */
export async function settleNetwork(
  context: AgentContext,
  tenant: TenantRecord,
  gateway: ProcessIdentity | null,
): Promise<boolean> {
  if (!hasOwnUser(tenant) || !context.isRoot) return false;
  if (isGiven(context, tenant, "network-namespace")) {
    if (gateway !== null) return mendNetwork(context, tenant, gateway);
    return ensureNamespace(context, tenant.slug);
  }
  return gateway === null && removeNetwork(context, tenant);
}

/** Ends the tenant's forwarder and takes its network away. No-op when there is neither. @returns whether there was one */
export async function removeNetwork(
  context: AgentContext,
  tenant: Pick<TenantRecord, "slug" | "uid">,
): Promise<boolean> {
  await endForwarder(tenant);
  // Left behind, it would judge whatever the user does in the host's network.
  await removeRefusals(context, tenant);
  return removeNamespace(context, tenant.slug);
}

/** Gets a tenant's network ready for its Gateway, which is about to be started: the host reaches it, and it reaches out. */
export async function openNetwork(context: AgentContext, tenant: TenantRecord): Promise<void> {
  await settleNetwork(context, tenant, null);
  if (isGiven(context, tenant, "network-namespace")) {
    await ensureForwarder(context, tenant, forwardingOf(context, tenant));
  }
}

/** Ends what connects a tenant's network with the host, once its Gateway is gone. The network stays. */
export async function shutNetwork(context: AgentContext, tenant: TenantRecord): Promise<void> {
  if (context.isRoot && hasOwnUser(tenant)) await endForwarder(tenant);
}

/**
 * True when a tenant's network isn't as it has to be and can be put right
 * under way: its name or its forwarder is gone, or nobody looked for a while at
 * what it is refused. Cheap enough to ask often.
 *
 * @param gateway null while it is stopped
 */
export function needsMending(
  context: AgentContext,
  tenant: TenantRecord,
  gateway: ProcessIdentity | null,
): boolean {
  if (!isGiven(context, tenant, "network-namespace")) return false;
  const network = gateway && networkOfGateway(gateway);
  // A Gateway that was started before it was asked for has none; only a restart gives it one. One that left the
  // network it was given is led to nowhere.
  if (network === null) return !isNamespaceThere(tenant.slug);
  if (networkAt(networkPlace(tenant.slug)) !== network) return true;
  const forwarder = findForwarder(network, tenant.uid);
  const forwarding = forwardingOf(context, tenant);
  if (forwarder === null || !doesForward(context, forwarder.pid, forwarding)) return true;
  return mayNeedRefusals(context, tenant, forwarding);
}

/** Puts a tenant's network right without touching the Gateway in it. The caller holds the tenant's lock. @returns whether it had to */
export async function mendNetwork(
  context: AgentContext,
  tenant: TenantRecord,
  gateway: ProcessIdentity | null,
): Promise<boolean> {
  if (!isGiven(context, tenant, "network-namespace")) return false;
  const network = gateway && networkOfGateway(gateway);
  if (gateway === null || network === null) return ensureNamespace(context, tenant.slug);
  const isNamed = networkAt(networkPlace(tenant.slug)) === network;
  if (!isNamed) {
    await endForwarder(tenant);
    await renameNamespace(context, tenant.slug, gateway);
  }
  return (await ensureForwarder(context, tenant, forwardingOf(context, tenant))) || !isNamed;
}

/**
 * Lets a tenant's network out while something is done in it that needs the
 * internet, also while no Gateway runs. The caller holds the tenant's lock.
 *
 * @param addresses of this host that it may need, such as a proxy's
 */
export async function withWayOut<T>(
  context: AgentContext,
  tenant: TenantRecord,
  addresses: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  if (!isGiven(context, tenant, "network-namespace") || forwardersOf(tenant).length > 0) return work();
  await ensureNamespace(context, tenant.slug);
  await ensureForwarder(context, tenant, {
    slug: tenant.slug,
    inward: null,
    outward: loopbackPorts(addresses).filter((port) => !context.closedPorts.has(port)),
    named: numberedAddresses(addresses).filter(({ port }) => !context.closedPorts.has(port)),
  });
  try {
    return await work();
  } finally {
    await endForwarder(tenant);
  }
}
