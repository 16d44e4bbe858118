import { readFileSync } from "node:fs";
import type { AgentContext } from "#agent/context/context.ts";
import { findForwarder } from "#agent/network/find-forwarder.ts";
import { readSameProcess } from "#agent/proc/is-same-process.ts";
import { answersLoopback4, answersLoopback6, type Listener } from "#agent/proc/list-listeners.ts";
import { ownNamespaces, readNamespaces } from "#agent/proc/namespaces.ts";
import { hasOwnNetwork, networkOf } from "#agent/proc/network-of.ts";
import { parseSocketTable } from "#agent/proc/parse-socket-table.ts";
import { processTree } from "#agent/proc/process-tree.ts";
import { readExecutable, readProcess, readStartTicks } from "#agent/proc/read-process.ts";
import { holdsSocket } from "#agent/proc/socket-owners.ts";
import { whereaboutsOf } from "#agent/proc/whereabouts.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/** A Gateway that runs, as the kernel shows it. */
export type LiveGateway = {
  /** The process itself: what was started may be a wrapper that made its view. */
  readonly pid: number;
  readonly startTicks: number;
  readonly uid: number;
  readonly umask: number | null;
  /**
   * Inode of the socket by which this host reaches it at its port: its own or,
   * where it has a network of its own, that of what forwards there. Null while
   * it does not listen, or where somebody else does too.
   */
  readonly inode: number | null;
  /** Inode of the socket that it listens on itself, as it is seen inside its network; null together with the other. */
  readonly innerInode: number | null;
};

/** The tenant's Gateway if the process that the registry names still lives; null when it is stopped. */
export function findLiveGateway(context: AgentContext, record: TenantRecord): LiveGateway | null {
  const process = hostProcessOf(record.process);
  if (process === null || process.bootId !== context.bootId) return null;
  // Of what took its place nothing is looked at, and none of its children that went elsewhere.
  const place = whereaboutsOf(process);
  if (!place?.isOurs) return null;
  const family = processTree(process.pid).filter((pid) => isBeside(pid, process.pid));
  const inside = family.find((pid) => readExecutable(pid)?.endsWith("/node")) ?? process.pid;
  const holder = (listener: Listener) => family.find((pid) => holdsSocket(pid, listener.inode)) ?? null;
  const main = ownListener(listenersOf(inside), record, (listener) => holder(listener) !== null);
  const door = main && doorOf(inside, record, main);
  const pid = (main && holder(main)) ?? inside;
  const live = readProcess(pid);
  if (live === null) return null;
  return {
    pid,
    startTicks: live.startTicks,
    uid: live.uid,
    umask: umaskOf(pid),
    inode: door?.inode ?? null,
    innerInode: (door && main?.inode) ?? null,
  };
}

/** True where nothing runs as the tenant's Gateway: the registry names no process, or the one that it names is gone. */
export function isGatewayGone({ bootId }: Pick<AgentContext, "bootId">, record: TenantRecord): boolean {
  const process = hostProcessOf(record.process);
  return process === null || readSameProcess(process, bootId) === null;
}

/** Why nothing of what runs in the Gateway's place is looked at; null when the Gateway runs or nothing does. */
export function displacementOf(context: AgentContext, record: TenantRecord): string | null {
  const process = hostProcessOf(record.process);
  const place = process?.bootId === context.bootId ? whereaboutsOf(process) : null;
  return place === null || place.isOurs ? null : place.reason;
}

/** True for a process that is in the agent's user namespace, and in the Gateway's network. */
function isBeside(pid: number, gatewayPid: number): boolean {
  const seen = readNamespaces(pid, readStartTicks(pid) ?? -1);
  // An agent that isn't root sees only its own user's processes, and those are all that it is about.
  if (seen === null) return process.getuid?.() !== 0;
  return seen.user === ownNamespaces()?.user && seen.net === networkOf(gatewayPid);
}

/** What answers at the tenant's port on 127.0.0.1, if everything that answers there on loopback is the tenant's. */
function ownListener(
  listeners: readonly Listener[],
  { basePort, uid }: TenantRecord,
  isHeld: (listener: Listener) => boolean,
): Listener | null {
  const answering = listeners.filter(
    (listener) => listener.port === basePort && (answersLoopback4(listener) || answersLoopback6(listener)),
  );
  const isOwn = answering.every((listener) => listener.uid === uid && isHeld(listener));
  return isOwn ? (answering.find(answersLoopback4) ?? null) : null;
}

/** Where this host gets at what the Gateway listens on: there itself, or at what forwards into its network. */
function doorOf(pid: number, record: TenantRecord, main: Listener): Listener | null {
  const network = hasOwnNetwork(pid) ? networkOf(pid) : null;
  if (network === null) return main;
  const forwarder = findForwarder(network, record.uid);
  if (forwarder === null) return null;
  return ownListener(listenersOf("self"), record, ({ inode }) => holdsSocket(forwarder.pid, inode));
}

/** True when it is the same process still. */
export function isStillLive(gateway: LiveGateway): boolean {
  return readSameProcess(gateway) !== null;
}

/** What listens in the network that this process sees, which may be one of its own. */
export function listenersOf(pid: number | "self"): Listener[] {
  return [
    ...parseSocketTable(readText(`/proc/${pid}/net/tcp`), 4),
    ...parseSocketTable(readText(`/proc/${pid}/net/tcp6`), 6),
  ];
}

function umaskOf(pid: number): number | null {
  const octal = /^Umask:\s*([0-7]+)$/m.exec(readText(`/proc/${pid}/status`))?.[1];
  return octal === undefined ? null : Number.parseInt(octal, 8);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
