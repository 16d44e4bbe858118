import { readdirSync, readlinkSync, realpathSync } from "node:fs";

/** Pids of the processes whose working directory this is, as far as the caller may see them. */
export function processesInDirectory(directory: string): number[] {
  const target = realpathSync(directory);
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => readWorkingDirectory(pid) === target).map(Number);
}

function readWorkingDirectory(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Another user's process, or gone meanwhile.
    return null;
  }
}
