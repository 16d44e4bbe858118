import { type HostAccounts, readAccounts } from "#agent/host/read-accounts.ts";
import { type Listener, listListeners } from "#agent/proc/list-listeners.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";
import type { LiveProcess } from "#agent/proc/read-process.ts";
import { socketOwners } from "#agent/proc/socket-owners.ts";

/** What is read once of the host and shared by all tenants of one pass. */
export type HostSnapshot = {
  readonly listeners: readonly Listener[];
  /** Pids by inode of a listening socket. */
  readonly socketOwners: ReadonlyMap<number, readonly number[]>;
  readonly processes: ReadonlyMap<number, LiveProcess>;
  readonly accounts: HostAccounts;
};

export async function takeHostSnapshot(): Promise<HostSnapshot> {
  const [listeners, accounts] = await Promise.all([listListeners(), readAccounts()]);
  const owners = await socketOwners(new Set(listeners.map(({ inode }) => inode)));
  const processes = new Map(listProcesses().map((process) => [process.pid, process]));
  return { listeners, socketOwners: owners, processes, accounts };
}

/** The process and everything that descends from it. */
export function familyOf(processes: ReadonlyMap<number, LiveProcess>, pid: number): ReadonlySet<number> {
  const children = Map.groupBy(processes.values(), ({ ppid }) => ppid);
  const family = new Set<number>([pid]);
  for (const member of family) {
    for (const child of children.get(member) ?? []) family.add(child.pid);
  }
  return family;
}
