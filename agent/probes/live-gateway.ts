import { readFileSync } from "node:fs";
import type { AgentContext } from "#agent/context.ts";
import { answersLoopback4, answersLoopback6, type Listener } from "#agent/proc/list-listeners.ts";
import { parseSocketTable } from "#agent/proc/parse-socket-table.ts";
import { readExecutable, readProcess } from "#agent/proc/read-process.ts";
import { holdsSocket } from "#agent/proc/socket-owners.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { processTree } from "./process-tree.ts";

/** A Gateway that runs, as the kernel shows it. */
export type LiveGateway = {
  /** The process itself: what was started may be a wrapper that made its view. */
  readonly pid: number;
  readonly startTicks: number;
  readonly uid: number;
  readonly umask: number | null;
  /** Inode of the socket it listens on at its port; null while it does not, or where somebody else does too. */
  readonly inode: number | null;
};

/** The tenant's Gateway if the process that the registry names still lives; null when it is stopped. */
export function findLiveGateway(context: AgentContext, record: TenantRecord): LiveGateway | null {
  const { process } = record;
  if (process === null || process.bootId !== context.bootId) return null;
  if (readProcess(process.pid)?.startTicks !== process.startTicks) return null;
  const family = processTree(process.pid);
  const inside = family.find((pid) => readExecutable(pid)?.endsWith("/node")) ?? process.pid;
  const listening = listenersOf(inside).filter(
    (listener) =>
      listener.port === record.basePort && (answersLoopback4(listener) || answersLoopback6(listener)),
  );
  const holder = (listener: Listener) => family.find((pid) => holdsSocket(pid, listener.inode)) ?? null;
  const isOwn = listening.every((listener) => listener.uid === record.uid && holder(listener) !== null);
  const main = isOwn ? listening.find(answersLoopback4) : undefined;
  const pid = (main && holder(main)) ?? inside;
  const live = readProcess(pid);
  if (live === null) return null;
  return {
    pid,
    startTicks: live.startTicks,
    uid: live.uid,
    umask: umaskOf(pid),
    inode: main?.inode ?? null,
  };
}

/** True when it is the same process still. */
export function isStillLive(gateway: LiveGateway): boolean {
  return readProcess(gateway.pid)?.startTicks === gateway.startTicks;
}

/** What listens in the network that this process sees, which may be one of its own. */
export function listenersOf(pid: number): Listener[] {
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
