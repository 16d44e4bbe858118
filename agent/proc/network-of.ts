import { readlinkSync, statSync } from "node:fs";

/** Which network a process is in, as `net:[number]`; null when it is gone or out of reach. */
export function networkOf(pid: number | "self"): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return null;
  }
}

/** Which user namespace a process is in; null when it is gone or out of reach. */
export function userSpaceOf(pid: number | "self"): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/user`);
  } catch {
    return null;
  }
}

/** The network that a file stands for, in the same words; null when it stands for none. */
export function networkAt(file: string): string | null {
  const place = statSync(file, { throwIfNoEntry: false });
  // All namespaces lie in one file system of the kernel's, and nothing else does.
  return place !== undefined && place.dev === statSync("/proc/self/ns/net").dev ? `net:[${place.ino}]` : null;
}

/** True when a process is in another network than the agent. */
export function hasOwnNetwork(pid: number): boolean {
  const network = networkOf(pid);
  return network !== null && network !== networkOf("self");
}
