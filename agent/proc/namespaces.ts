import { readlinkSync } from "node:fs";
import { readStartTicks } from "./read-process.ts";

/** In the order in which they are read: the user namespace last. */
export const namespaceNames = ["mnt", "pid", "ipc", "uts", "net", "cgroup", "user"] as const;
export type Namespaces = Readonly<Record<(typeof namespaceNames)[number], string>>;

/**
 * The namespaces that a process is in, each as `mnt:[number]`; null when they
 * are out of reach or when it isn't that very process any more.
 *
 * The user namespace is read after the others and the start time after that,
 * so that what was read belongs together: a process without capabilities can
 * change its other namespaces only after it left for a user namespace of its
 * own, and from there no way leads back. One that is seen in the agent's own
 * user namespace at the end has been there all the time.
 */
export function readNamespaces(pid: number, startTicks: number): Namespaces | null {
  const found = readAll(pid);
  return readStartTicks(pid) === startTicks ? found : null;
}

/** The agent's own, which never change while it runs. */
export function ownNamespaces(): Namespaces | null {
  own ??= readAll("self");
  return own;
}

let own: Namespaces | null = null;

function readAll(pid: number | "self"): Namespaces | null {
  try {
    const entries = namespaceNames.map((name) => [name, readlinkSync(`/proc/${pid}/ns/${name}`)] as const);
    // Every name of the closed list is among the entries.
    return Object.fromEntries(entries) as Namespaces;
  } catch {
    return null;
  }
}
