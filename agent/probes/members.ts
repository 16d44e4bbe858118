import type { AgentContext } from "#agent/context.ts";
import { isForwarder } from "#agent/hardening/network/find-forwarder.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";
import type { LiveProcess } from "#agent/proc/read-process.ts";
import { tenantProcesses } from "#agent/runtime/tenant-processes.ts";
import type { Participant } from "./participant.ts";
import { processTree } from "./process-tree.ts";

const maxMembers = 50;

/** Pids inside each tenant's boundary, without the probes' own. All processes are read once for all tenants. */
export function findMembers(
  context: AgentContext,
  participants: readonly Participant[],
): Map<Participant, number[]> {
  const byUid = Map.groupBy(listProcesses(), ({ uid }) => uid);
  const own = new Set(participants.flatMap(({ session }) => (session ? processTree(session.pid) : [])));
  const membersOf = ({ record }: Participant): readonly LiveProcess[] =>
    record.rung === "os-user"
      ? (byUid.get(record.uid) ?? []).filter((each) => !isForwarder(each, record))
      : tenantProcesses(context, record, record.process);
  return new Map(
    participants.map((one) => {
      const pids = membersOf(one).map(({ pid }) => pid);
      return [one, pids.filter((pid) => !own.has(pid)).slice(0, maxMembers)];
    }),
  );
}
