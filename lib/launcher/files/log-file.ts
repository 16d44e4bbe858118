import { openSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";

const largestBytes = 10 * 1024 * 1024;

/** 0700, the launcher's: what web, agent and database print. */
export function logsDirectory(paths: InstallationPaths): string {
  return path.join(paths.home, "logs");
}

/** Opens a log to append to; one that has grown large is moved aside first, over the one moved before. */
export function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestBytes) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}
