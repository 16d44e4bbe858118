import { readSameProcess } from "#agent/proc/is-same-process.ts";
import { ownNamespaces, readNamespaces } from "#agent/proc/namespaces.ts";
import { readSeccompMode } from "#agent/proc/read-process.ts";
import type { MadeBoundary, ProcessIdentity } from "#agent/tenant/gateway-handle.ts";

/** What a Gateway's boundary is made of. */
export type BoundaryShape = Pick<MadeBoundary, "hasView" | "hasNetwork" | "hasFilter">;

export type Whereabouts =
  | { readonly isOurs: true; readonly shape: BoundaryShape; readonly network: string | null }
  /** A program of the tenant's own making has taken the Gateway's place; nothing that it shows is used. */
  | { readonly isOurs: false; readonly reason: string };

type Recorded = Pick<ProcessIdentity, "pid" | "startTicks" | "boundary">;

/**
 * Whether a Gateway's process is still where Bulkhead put it. A tenant can put
 * another program in the place of its Gateway, with the same pid and start
 * time, and take it into namespaces that it made: whoever asks such a process
 * for its files, its network or its environment is answered by the tenant.
 * Ask this first, and again after reading.
 *
 * @returns null when the process is gone
 */
export function whereaboutsOf(gateway: Recorded): Whereabouts | null {
  const own = ownNamespaces();
  const seen = readNamespaces(gateway.pid, gateway.startTicks);
  const hasFilter = readSeccompMode(gateway.pid) === 2;
  if (readSameProcess(gateway) === null) return null;
  if (seen === null || own === null) {
    // An agent that isn't root can't look at everybody, and enters nothing.
    if (process.getuid?.() !== 0) return { isOurs: true, shape: bare, network: null };
    return foreign(gateway.pid, "its namespaces can't be read");
  }
  if (seen.user !== own.user) return foreign(gateway.pid, "it is in a user namespace of its own");
  const made = gateway.boundary;
  if (made === undefined) {
    const shape = { hasView: seen.mnt !== own.mnt, hasNetwork: seen.net !== own.net, hasFilter };
    return { isOurs: true, shape, network: shape.hasNetwork ? seen.net : null };
  }
  const moved = Object.entries(made.namespaces).find(
    ([name, place]) => seen[name as keyof typeof seen] !== place,
  );
  if (moved) return foreign(gateway.pid, `its ${moved[0]} namespace is another`);
  if (made.hasFilter && !hasFilter) return foreign(gateway.pid, "the kernel filter is gone from it");
  return { isOurs: true, shape: made, network: made.hasNetwork ? made.namespaces.net : null };
}

/** The same for callers that use nothing of a Gateway that isn't where it was put. */
export function isInPlace(gateway: Recorded): boolean {
  return whereaboutsOf(gateway)?.isOurs ?? false;
}

/** The network of its own that a Gateway was put into and is in; null where it shares the host's, or isn't to be believed. */
export function networkOfGateway(gateway: Recorded): string | null {
  const found = whereaboutsOf(gateway);
  return found?.isOurs ? found.network : null;
}

const bare: BoundaryShape = { hasView: false, hasNetwork: false, hasFilter: false };

function foreign(pid: number, what: string): Whereabouts {
  return {
    isOurs: false,
    reason: `Process ${pid} is not in the namespaces that Bulkhead made for this Gateway: ${what}. A program has been put in the Gateway's place. Restart the Gateway, and look at what the tenant's agent ran.`,
  };
}
