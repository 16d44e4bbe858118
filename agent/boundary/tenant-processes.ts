import type { AgentContext } from "#agent/context/context.ts";
import { isForwarder } from "#agent/network/find-forwarder.ts";
import { isSameProcess } from "#agent/proc/is-same-process.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";
import { type LiveProcess, readEnviron } from "#agent/proc/read-process.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { ProcessIdentity } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/**
 * Every process inside a tenant's boundary, but not what the agent itself runs
 * there. With a user of its own that is every process of the user; without
 * one, what descends from the Gateway or carries the boundary's environment.
 */
export function tenantProcesses(
  context: AgentContext,
  tenant: TenantRecord,
  gateway: ProcessIdentity | null,
): LiveProcess[] {
  const all = listProcesses();
  const session = sessionOf(context, gateway, all);
  const parents = new Map(all.map((candidate) => [candidate.pid, candidate.ppid]));
  const { state } = tenant.layout;
  const isApart = hasOwnUser(tenant) && tenant.uid !== 0 && tenant.uid !== context.uid;

  const belongs = (candidate: LiveProcess): boolean => {
    if (isApart && candidate.uid === tenant.uid) return true;
    if (session !== null && candidate.sid === session) return true;
    if (session !== null && descendsFrom(candidate.pid, session, parents)) return true;
    // What makes the view runs as the agent's user, and so does the Gateway until it has dropped its privileges.
    if (candidate.uid !== tenant.uid && candidate.uid !== context.uid) return false;
    const environ = readEnviron(candidate.pid);
    return environ?.BULKHEAD_TENANT === tenant.slug && environ.OPENCLAW_STATE_DIR === state;
  };
  const isAgents = (candidate: LiveProcess): boolean =>
    descendsFrom(candidate.pid, process.pid, parents) &&
    !(session !== null && descendsFrom(candidate.pid, session, parents));
  // What forwards into its network runs as its user and outside of it, and is the agent's.
  return all.filter(
    (candidate) =>
      candidate.pid !== process.pid &&
      !isAgents(candidate) &&
      belongs(candidate) &&
      !isForwarder(candidate, tenant),
  );
}

/** The Gateway's session, also after its leader's end; null when somebody else has that number now. */
function sessionOf(
  context: AgentContext,
  gateway: ProcessIdentity | null,
  all: readonly LiveProcess[],
): number | null {
  if (gateway === null || gateway.bootId !== context.bootId) return null;
  const leader = all.find((candidate) => candidate.pid === gateway.pid);
  return leader === undefined || isSameProcess({ ...leader, bootId: context.bootId }, gateway)
    ? gateway.pid
    : null;
}

function descendsFrom(pid: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  const seen = new Set<number>();
  for (let at = pid; at > 0 && !seen.has(at); at = parents.get(at) ?? 0) {
    if (at === ancestor) return true;
    seen.add(at);
  }
  return false;
}
