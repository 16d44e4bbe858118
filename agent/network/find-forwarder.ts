import { listProcesses } from "#agent/proc/list-processes.ts";
import { networkAt, networkOf, userSpaceOf } from "#agent/proc/network-of.ts";
import { type LiveProcess, readCommandLine, readExecutable, readProcess } from "#agent/proc/read-process.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { networkPlace } from "./network-place.ts";

/** Where the system's own programs are; an update may have replaced the file meanwhile. */
const program = /^\/(usr\/)?s?bin\/pas(st|ta)(\.\w+)?( \(deleted\))?$/;

/** Where the forwarder of a user was seen last; it is looked at again each time. */
const lastSeen = new Map<number, number>();

/**
 * The process that forwards from this host into a network, as its user; null
 * when there is none. No process of a tenant can pass for it: it is in the
 * host's network, runs the system's own program, and is in the agent's own user
 * namespace, outside of which alone a tenant could mount something in that
 * program's place.
 *
 * @param network as `networkOf` says it
 */
export function findForwarder(network: string, uid: number): LiveProcess | null {
  const known = lastSeen.get(uid);
  const last = known === undefined ? null : readProcess(known);
  if (last !== null && forwardsInto(last, network, uid)) return last;
  const found = listProcesses().find((candidate) => forwardsInto(candidate, network, uid)) ?? null;
  if (found === null) lastSeen.delete(uid);
  else lastSeen.set(uid, found.pid);
  return found;
}

/** Every forwarder that was started for a tenant, whatever network its name stands for now. */
export function forwardersOf({ slug, uid }: { slug: Slug; uid: number }): LiveProcess[] {
  return listProcesses().filter(
    (candidate) => candidate.uid === uid && placeOf(candidate.pid) === networkPlace(slug),
  );
}

/** Every forwarder of this host, whoever's network it leads into. */
export function listForwarders(): LiveProcess[] {
  return listProcesses().filter(({ pid, comm }) => /^pas(st|ta)/.test(comm) && placeOf(pid) !== null);
}

/** True for a process that forwards for this tenant, which is the agent's and not the tenant's own. */
export function isForwarder({ pid, uid, comm }: LiveProcess, tenant: { slug: Slug; uid: number }): boolean {
  return uid === tenant.uid && /^pas(st|ta)/.test(comm) && placeOf(pid) === networkPlace(tenant.slug);
}

function forwardsInto({ pid, uid, comm }: LiveProcess, network: string, owner: number): boolean {
  if (uid !== owner || !/^pas(st|ta)/.test(comm)) return false;
  const place = placeOf(pid);
  return place !== null && networkAt(place) === network;
}

/** The network's file that a forwarder of this host was given; null for any other process. */
function placeOf(pid: number): string | null {
  if (!program.test(readExecutable(pid) ?? "") || networkOf(pid) !== networkOf("self")) return null;
  if (userSpaceOf(pid) !== userSpaceOf("self")) return null;
  const args = readCommandLine(pid) ?? [];
  const at = args.indexOf("--netns");
  return at < 0 ? null : (args[at + 1] ?? null);
}
