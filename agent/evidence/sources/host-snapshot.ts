import { type Grants, readGrants } from "#agent/host/grants/read-grants.ts";
import { type HostAccounts, readAccounts } from "#agent/host/read-accounts.ts";
import { type Listener, listListeners } from "#agent/proc/list-listeners.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";
import type { LiveProcess } from "#agent/proc/read-process.ts";
import { socketOwners } from "#agent/proc/socket-owners.ts";
import { isTenantUserName } from "#agent/tenant/tenant-layout.ts";
import { type HostNames, readHostNames } from "./host-names.ts";

/** What is read once of the host and shared by all tenants of one pass. */
export type HostSnapshot = {
  readonly listeners: readonly Listener[];
  /** Pids by inode of a listening socket. */
  readonly socketOwners: ReadonlyMap<number, readonly number[]>;
  readonly processes: ReadonlyMap<number, LiveProcess>;
  readonly accounts: HostAccounts;
  readonly grants: Grants;
  readonly names: HostNames;
};

export async function takeHostSnapshot(): Promise<HostSnapshot> {
  const [listeners, accounts, names] = await Promise.all([listListeners(), readAccounts(), readHostNames()]);
  const users = new Map(accounts.accounts.map(({ uid, name }) => [uid, name]));
  const grants = await readGrants(({ name, uid }) =>
    isTenantUserName(name ?? (uid === undefined ? undefined : users.get(uid)) ?? ""),
  );
  const owners = await socketOwners(new Set(listeners.map(({ inode }) => inode)));
  const processes = new Map(listProcesses().map((process) => [process.pid, process]));
  return { listeners, socketOwners: owners, processes, accounts, grants, names };
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
