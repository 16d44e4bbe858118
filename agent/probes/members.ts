import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { isForwarder } from "#agent/network/find-forwarder.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";
import { processTree } from "#agent/proc/process-tree.ts";
import type { LiveProcess } from "#agent/proc/read-process.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { Participant } from "./participant.ts";

/** As many are looked at; where there are so many, there may be more. */
export const maxMembers = 50;

/** Pids inside each tenant's boundary, without the probes' own. All processes are read once for all tenants. */
export function findMembers(
  context: AgentContext,
  participants: readonly Participant[],
): Map<Participant, number[]> {
  const byUid = Map.groupBy(listProcesses(), ({ uid }) => uid);
  const own = new Set(participants.flatMap(({ session }) => (session ? processTree(session.pid) : [])));
  const membersOf = ({ record }: Participant): readonly LiveProcess[] =>
    hasOwnUser(record)
      ? (byUid.get(record.uid) ?? []).filter((each) => !isForwarder(each, record))
      : boundaryOf(context, record).processes(record.process);
  return new Map(
    participants.map((one) => {
      const pids = membersOf(one).map(({ pid }) => pid);
      return [one, pids.filter((pid) => !own.has(pid)).slice(0, maxMembers)];
    }),
  );
}
