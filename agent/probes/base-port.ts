import { existsSync, readFileSync } from "node:fs";
import type { AgentContext } from "#agent/context/context.ts";
import { findLiveGateway, listenersOf } from "#agent/gateway/live-gateway.ts";
import { answersLoopback6 } from "#agent/proc/list-listeners.ts";
import { hasOwnNetwork } from "#agent/proc/network-of.ts";
import { holdsSocket } from "#agent/proc/socket-owners.ts";
import type { Participant } from "./participant.ts";

/**
 * How the agent sees a tenant's first port on the loopback of one family, in
 * the tenant's network and on the host. `free` it can be taken in both, or in
 * the one where the Gateway does not listen · `free-on-host` the Gateway holds
 * it in its own network, and on the host nobody does · `held` wherever somebody
 * would look for the Gateway there, it alone is there · `no-address` neither
 * has an address of that family · `unclear` the Gateway runs and is not seen to
 * have its port to itself.
 */
export type BasePort = "free" | "free-on-host" | "held" | "no-address" | "unclear";

export function seeBasePort(context: AgentContext, one: Participant, family: 4 | 6): BasePort {
  const { record, runner } = one;
  const inside = one.gateway?.pid ?? runner?.pid ?? null;
  const isApart = inside !== null && hasOwnNetwork(inside);
  const hasHost = family === 4 || hasLoopback6("self");
  const hasInside = isApart && (family === 4 || hasLoopback6(inside));
  if (!hasHost && !hasInside) return "no-address";
  if (one.gateway === null) return "free";
  // What answers at its port on either family is its own, and it is reached there from the host.
  const gateway = findLiveGateway(context, record);
  if (gateway?.inode == null || gateway.startTicks !== one.gateway.startTicks) return "unclear";
  if (family === 4) return "held";
  const isHeld = listenersOf(gateway.pid).some(
    (listener) =>
      listener.port === record.basePort &&
      answersLoopback6(listener) &&
      holdsSocket(gateway.pid, listener.inode),
  );
  if (!isApart) return isHeld ? "held" : "free";
  if (hasInside && !isHeld) return "free";
  // Nothing forwards from the host's ::1 into a network of its own.
  return hasHost ? "free-on-host" : "held";
}

const table = "net/if_inet6";
const loopback6 = /^0{31}1 /m;

/** Whether the network that a process is in has ::1. What can't be read may have it; a kernel without IPv6 has no table at all. */
function hasLoopback6(pid: number | "self"): boolean {
  if (!existsSync(`/proc/self/${table}`)) return false;
  try {
    return loopback6.test(readFileSync(`/proc/${pid}/${table}`, "utf8"));
  } catch {
    return true;
  }
}
