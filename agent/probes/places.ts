import { statSync } from "node:fs";
import type { Place } from "./runner/protocol.ts";

/** Where every user of a host may leave things. */
export const sharedDirectories = ["/tmp", "/var/tmp", "/dev/shm"] as const;

/** One of the host's own places as the agent sees it; null when there is nothing. Not for what a tenant can write. */
export function hostPlace(file: string): Place | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? null : { path: file, id: `${stat.dev}:${stat.ino}` };
}
