import { readlinkSync } from "node:fs";
import path from "node:path";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import { boundaryProgram } from "#agent/boundary/boundary-program.ts";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";

const namespaces = [
  ["mnt", "--mount"],
  ["pid", "--pid"],
  ["ipc", "--ipc"],
  ["uts", "--uts"],
  ["net", "--net"],
  ["cgroup", "--cgroup"],
] as const;

/**
 * How to run a program of ours inside a tenant's boundary: as the boundary
 * would run OpenClaw, with OpenClaw replaced by it. Where the Gateway runs,
 * the program joins the namespaces of that very process, so that what is
 * probed is what the Gateway really has, whatever it was started with.
 *
 * @param gatewayPid the running Gateway; null when it is stopped
 */
export function runnerCommand(
  context: AgentContext,
  tenant: TenantRecord,
  gatewayPid: number | null,
  main: string,
): BoundaryCommand {
  const command = boundaryProgram(context, tenant, [main]);
  if (gatewayPid === null || !context.isRoot) return command;
  const program = identityOf([command.file, ...command.args]);
  const [file = "", ...args] = [...joining(gatewayPid), ...program];
  return { ...command, file, args };
}

/** nsenter for the namespaces that differ from the agent's own; nothing when none does. */
function joining(pid: number): string[] {
  const differing = namespaces.filter(([name]) => namespaceOf(pid, name) !== namespaceOf("self", name));
  if (differing.length === 0) return [];
  return ["/usr/bin/nsenter", `--target=${pid}`, ...differing.map(([, option]) => option), "--"];
}

/** The part that changes user and drops privileges; what makes a view of its own is not wanted inside one. */
function identityOf(program: readonly string[]): string[] {
  const at = program.findIndex((part) => path.basename(part) === "setpriv");
  return program.slice(Math.max(at, 0));
}

export function namespaceOf(pid: number | "self", name: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/${name}`);
  } catch {
    return "";
  }
}
