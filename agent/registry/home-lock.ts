import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { isSameProcess, readSameProcess } from "#agent/proc/is-same-process.ts";
import { readProcess } from "#agent/proc/read-process.ts";

const holderSchema = z.object({ pid: z.number(), startTicks: z.number(), bootId: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** Thrown when another living agent serves the same installation. */
export class HomeLocked extends Error {
  readonly pid: number;

  constructor(pid: number) {
    super(`Another host agent (pid ${pid}) already serves this installation.`);
    this.name = "HomeLocked";
    this.pid = pid;
  }
}

/**
 * Makes this process the only agent of an installation. The file names its
 * holder by pid, start time and boot, so a dead one never blocks.
 *
 * @returns gives the lock back
 */
export async function takeHomeLock(directory: string, bootId: string): Promise<() => Promise<void>> {
  const lock = path.join(directory, "agent.lock");
  const own: Holder = { pid: process.pid, startTicks: readProcess(process.pid)?.startTicks ?? 0, bootId };
  const mark = `${lock}.${own.pid}-${own.startTicks}`;
  await writeFile(mark, JSON.stringify(own), { mode: 0o600 });
  try {
    // link() fails when the name exists, so one of two agents that start together wins.
    while (!(await tryLink(mark, lock))) {
      const holder = await readHolder(lock);
      if (holder && readSameProcess(holder, bootId) !== null) throw new HomeLocked(holder.pid);
      await discardDead(lock, `${mark}.dead`, bootId);
    }
  } finally {
    await rm(mark, { force: true });
  }
  return async () => {
    const holder = await readHolder(lock);
    if (isSameProcess(holder, own)) await rm(lock, { force: true });
  };
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** A third agent may have taken the lock between the look and the move; then it gets it back. */
async function discardDead(lock: string, aside: string, bootId: string): Promise<void> {
  try {
    await rename(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const moved = await readHolder(aside);
  if (moved && readSameProcess(moved, bootId) !== null) await tryLink(aside, lock);
  await rm(aside, { force: true });
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}
