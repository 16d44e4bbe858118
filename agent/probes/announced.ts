import { readFileSync } from "node:fs";
import { holdsSocket } from "#agent/proc/socket-owners.ts";
import type { Participant } from "./participant.ts";
import type { Finding } from "./runner/protocol.ts";

const multicastDnsPort = 5353;

/** Whether the tenant's processes take part in multicast DNS, by the table of sockets that every user may read. */
export function findAnnounced({ gateway }: Participant, members: readonly number[]): Finding {
  if (gateway === null) return { outcome: "unmeasured", seen: "The other tenant's Gateway is stopped." };
  const sockets = ["udp", "udp6"].flatMap((table) => socketsAt(`/proc/${gateway.pid}/net/${table}`));
  const own = sockets.filter((inode) => members.some((pid) => holdsSocket(pid, inode)));
  return own.length > 0
    ? { outcome: "reached", seen: `Its processes have port ${multicastDnsPort} open for multicast DNS.` }
    : { outcome: "refused", seen: "None of its processes takes part in multicast DNS." };
}

function socketsAt(table: string): number[] {
  const hex = multicastDnsPort.toString(16).toUpperCase();
  try {
    return readFileSync(table, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .flatMap((fields) => (fields[1]?.endsWith(`:${hex}`) ? [Number(fields[9])] : []));
  } catch {
    return [];
  }
}
