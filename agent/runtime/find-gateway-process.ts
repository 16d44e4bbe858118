import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";
import { type LiveProcess, readCommandLine, readEnviron } from "#agent/proc/read-process.ts";
import { isInPlace } from "#agent/proc/whereabouts.ts";

/** What OpenClaw's Gateway calls itself once it runs; its arguments are then gone. */
const gatewayTitle = "openclaw-gateway";

export type GatewaySearch = {
  readonly command: BoundaryCommand;
  readonly slug: string;
  readonly stateDirectory: string;
  readonly uids: readonly number[];
};

/**
 * The tenant's Gateway among all processes: a session leader, started by an
 * agent for this tenant and this state directory, that runs the Gateway's
 * command. Its children inherit the environment, so that alone proves nothing.
 *
 * A process of the tenant's user can claim to be it. That gives it what its
 * tenant has anyway: it is watched, stopped and killed as the Gateway, and
 * everything of ours is started beside it, never inside it.
 */
export function findGatewayProcess(search: GatewaySearch): LiveProcess | null {
  const found = listProcesses()
    .filter((candidate) => candidate.sid === candidate.pid && search.uids.includes(candidate.uid))
    .filter((candidate) => isGateway(candidate, search));
  return found.sort((a, b) => a.startTicks - b.startTicks)[0] ?? null;
}

function isGateway({ pid, startTicks }: LiveProcess, search: GatewaySearch): boolean {
  // What a process shows of itself can be made up by its user. This can't: whoever was started by an agent is in its user namespace.
  if (!isInPlace({ pid, startTicks })) return false;
  const environ = readEnviron(pid);
  if (environ?.BULKHEAD_TENANT !== search.slug) return false;
  if (environ.OPENCLAW_STATE_DIR !== search.stateDirectory) return false;
  return runsCommand(readCommandLine(pid) ?? [], search.command);
}

/** setpriv replaces itself by the rest of its own arguments, so any end of the command may be what is left of it. */
function runsCommand(actual: readonly string[], command: BoundaryCommand): boolean {
  if (actual.length === 1 && actual[0] === gatewayTitle) return true;
  const expected = [command.file, ...command.args];
  const end = expected.slice(expected.length - actual.length);
  return actual.length >= 2 && actual.length <= expected.length && end.every((part, i) => part === actual[i]);
}
