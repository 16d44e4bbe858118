import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { readOwnedFile } from "#lib/launcher/files/read-owned-file.ts";
import { processesInDirectory } from "#lib/launcher/process/processes-in-directory.ts";
import { until } from "#lib/launcher/process/until.ts";

/**
 * Stops a server that a killed launcher left behind in this data directory, and
 * clears its lock file when the pid in it belongs to somebody else by now, which
 * would keep PostgreSQL from starting. Every process of a server works in its
 * data directory; that, not the pid, is what it is known by.
 *
 * @param uid the server's user
 * @returns true when a server or a part of one was stopped
 */
export async function clearStaleServer(data: string, uid: number): Promise<boolean> {
  if (!existsSync(data)) return false;
  const lockFile = path.join(data, "postmaster.pid");
  const found = processesInDirectory(data, uid);
  if (found.length > 0) {
    const postmaster = await readPid(lockFile, uid);
    // Without a postmaster the others leave on their own; with one, SIGINT is PostgreSQL's fast shutdown.
    if (postmaster !== null && found.includes(postmaster)) signal(postmaster, "SIGINT");
    const isEmpty = () => processesInDirectory(data, uid).length === 0;
    if (!(await until(isEmpty, 15_000))) {
      for (const pid of processesInDirectory(data, uid)) signal(pid, "SIGKILL");
      await until(isEmpty, 5_000);
    }
  }
  await rm(lockFile, { force: true });
  return found.length > 0;
}

async function readPid(lockFile: string, uid: number): Promise<number | null> {
  const text = await readOwnedFile(lockFile, [uid]).catch(() => null);
  const pid = Number.parseInt(text ?? "", 10);
  return Number.isInteger(pid) ? pid : null;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Left by itself meanwhile.
  }
}
