import { readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";

/**
 * Pids of one user's processes whose working directory this is. The user is
 * asked for because the directory may be in its hands: a link to another place
 * must not make other people's processes look like its own.
 */
export function processesInDirectory(directory: string, uid: number): number[] {
  const target = realpathSync(directory);
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => ownerOf(pid) === uid && readWorkingDirectory(pid) === target).map(Number);
}

function ownerOf(pid: string): number | null {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ?? null;
}

function readWorkingDirectory(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Another user's process, or gone meanwhile.
    return null;
  }
}
