import { listenersOf } from "#agent/gateway/live-gateway.ts";
import { networkOf } from "#agent/proc/network-of.ts";
import { holdsSocket } from "#agent/proc/socket-owners.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/** The ports at which these processes of a tenant's listen, in whatever networks they are. */
export function openPorts({ uid }: Pick<TenantRecord, "uid">, members: readonly number[]): Set<number> {
  const oneOfEach = new Map(members.map((pid) => [networkOf(pid), pid]));
  const open = [...oneOfEach.values()]
    .flatMap(listenersOf)
    .filter((listener) => listener.uid === uid && members.some((pid) => holdsSocket(pid, listener.inode)));
  return new Set(open.map(({ port }) => port));
}
