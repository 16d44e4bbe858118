import { readdirSync, readlinkSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { listPids } from "./list-processes.ts";
import { readProcess } from "./read-process.ts";

/** A process with more open files than this is not searched to the end, so that nobody can stall the agent. */
const maxFilesPerProcess = 20_000;

/**
 * The processes that have these sockets open, by inode. A socket that nobody
 * within reach holds is missing from the answer. Without root only the
 * agent's own user's processes are within reach.
 *
 * @param options.uid look only at processes of this user
 */
export async function socketOwners(
  inodes: ReadonlySet<number>,
  options: { uid?: number } = {},
): Promise<Map<number, number[]>> {
  const owners = new Map<number, number[]>();
  if (inodes.size === 0) return owners;
  for (const pid of listPids()) {
    if (options.uid !== undefined && readProcess(pid)?.uid !== options.uid) continue;
    for (const inode of socketsOf(pid)) {
      if (inodes.has(inode)) owners.set(inode, [...(owners.get(inode) ?? []), pid]);
    }
    await setImmediate();
  }
  return owners;
}

/** The first process that has this socket open; null when none is within reach. */
export async function pidOfSocket(inode: number, options: { uid?: number } = {}): Promise<number | null> {
  return (await socketOwners(new Set([inode]), options)).get(inode)?.[0] ?? null;
}

/** True when this very process has the socket open. */
export function holdsSocket(pid: number, inode: number): boolean {
  return socketsOf(pid).has(inode);
}

function socketsOf(pid: number): Set<number> {
  const directory = `/proc/${pid}/fd`;
  const inodes = new Set<number>();
  for (const name of namesIn(directory).slice(0, maxFilesPerProcess)) {
    const inode = /^socket:\[(\d+)\]$/.exec(targetOf(`${directory}/${name}`))?.[1];
    if (inode !== undefined) inodes.add(Number(inode));
  }
  return inodes;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Gone meanwhile, or another user's: it then owns nothing that could be seen.
    return [];
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}
