import { networkInterfaces } from "node:os";
import { findForwarder } from "#agent/network/find-forwarder.ts";
import {
  answersLoopback4,
  answersLoopback6,
  type Listener,
  listListeners,
} from "#agent/proc/list-listeners.ts";
import { readExecutable, readProcess } from "#agent/proc/read-process.ts";
import { holdsSocket, pidOfSocket } from "#agent/proc/socket-owners.ts";
import { isInPlace, whereaboutsOf } from "#agent/proc/whereabouts.ts";
import type { ProcessIdentity } from "#agent/tenant/gateway-handle.ts";

export type PortOwnership = {
  /** The Gateway itself answers on 127.0.0.1. */
  readonly isOwn4: boolean;
  /** The Gateway itself answers on ::1, or there is no ::1. In a network of its own it does so there alone. */
  readonly isOwn6: boolean;
  /** A listener on either address that isn't the Gateway's, nor forwards to it. */
  readonly foreign: Listener | null;
};

/**
 * Who answers on a loopback port. A listener is the Gateway's only if it has
 * its uid and the very process has that socket open. Where the Gateway has a
 * network of its own, that holds in there, and on the host nobody may answer
 * but what forwards into it. Nothing is a Gateway's that left the namespaces
 * which Bulkhead made for it.
 *
 * @param listeners of the host, as they were just now
 */
export async function portOwnership(
  listeners: readonly Listener[],
  port: number,
  gateway: ProcessIdentity | null,
): Promise<PortOwnership> {
  const first = await judgeBoth(listeners, port, gateway);
  if (first.foreign === null) return first;
  // A socket closed between the two readings looks like a stranger's; a real stranger is still there.
  const second = await judgeBoth(await listListeners(), port, gateway);
  const isConfirmed = second.foreign?.inode === first.foreign.inode;
  return isConfirmed ? second : { ...second, foreign: null };
}

async function judgeBoth(
  listeners: readonly Listener[],
  port: number,
  gateway: ProcessIdentity | null,
): Promise<PortOwnership> {
  if (gateway === null) return judge(listeners, port, null);
  const place = whereaboutsOf(gateway);
  // What forwarded to one that has just ended still holds the port for a moment.
  if (place === null || !place.isOurs) return judgeForeign(listeners, port, gateway);
  const { network } = place;
  if (network === null) return judge(listeners, port, gateway);
  const door = judge(listeners, port, findForwarder(network, gateway.uid));
  const inside = judge(await listListeners(gateway.pid), port, gateway);
  // It may have gone elsewhere while it was looked at; then that network's answer was the tenant's own.
  if (!isInPlace(gateway)) return judgeForeign(listeners, port, gateway);
  return {
    isOwn4: door.isOwn4 && inside.isOwn4,
    isOwn6: inside.isOwn6,
    foreign: door.foreign ?? inside.foreign,
  };
}

/** Without the Gateway, or with a program in its place: whatever answers is a stranger's. What still forwards to where it was is not one. */
function judgeForeign(listeners: readonly Listener[], port: number, gateway: ProcessIdentity): PortOwnership {
  const network = gateway.boundary?.hasNetwork ? gateway.boundary.namespaces.net : null;
  const { foreign } = judge(listeners, port, network === null ? null : findForwarder(network, gateway.uid));
  return { isOwn4: false, isOwn6: false, foreign };
}

type Answering = Pick<ProcessIdentity, "pid" | "uid">;

function judge(listeners: readonly Listener[], port: number, gateway: Answering | null): PortOwnership {
  const answering = listeners.filter(
    (listener) => listener.port === port && (answersLoopback4(listener) || answersLoopback6(listener)),
  );
  const isOwn = (listener: Listener) =>
    gateway !== null && listener.uid === gateway.uid && holdsSocket(gateway.pid, listener.inode);
  const own = answering.filter(isOwn);
  return {
    isOwn4: own.some(answersLoopback4),
    isOwn6: own.some(answersLoopback6) || !hasLoopback6(),
    foreign: answering.find((listener) => !own.includes(listener)) ?? null,
  };
}

export type PortHolder = { readonly port: number; readonly uid: number; readonly pid: number | null };

export async function portHolder(listener: Listener): Promise<PortHolder> {
  const { port, uid, inode } = listener;
  return { port, uid, pid: await pidOfSocket(inode, { uid }) };
}

/**
 * "process 4711 (node) of uid 1003". The program's name only: arguments of other
 * people's processes may hold secrets.
 */
export function describeHolder({ pid, uid }: PortHolder): string {
  if (pid === null) return `a process of uid ${uid} that can't be seen from here`;
  const program = readExecutable(pid)?.split("/").at(-1) ?? readProcess(pid)?.comm ?? "unknown program";
  return `process ${pid} (${program}) of uid ${uid}`;
}

function hasLoopback6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === "::1"),
  );
}
