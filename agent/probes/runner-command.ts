import { readlinkSync } from "node:fs";
import path from "node:path";
import { type BoundaryCommand, boundaryCommand } from "#agent/boundary/boundary-command.ts";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";

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
  const boundary = boundaryCommand(context, tenant, []);
  const { node } = runtimePaths(context.paths, tenant.runtimeVersion);
  const whole = [boundary.file, ...boundary.args];
  const at = whole.lastIndexOf(node);
  if (at < 0) throw new Error("The boundary's command doesn't run the runtime's Node.");
  const program = [...whole.slice(0, at), node, main];
  const [file = "", ...args] =
    gatewayPid !== null && context.isRoot ? [...joining(gatewayPid), ...identityOf(program)] : program;
  return { ...boundary, file, args };
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
