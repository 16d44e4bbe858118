import type { AgentContext } from "#agent/context/context.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type BoundaryCommand, type BoundaryOptions, boundaryCommand } from "./boundary-command.ts";

/**
 * How to run a program of Bulkhead's own inside a tenant's boundary, exactly as
 * OpenClaw would be run there. What it works on goes in by stdin, never as an
 * argument.
 *
 * @param nodeArguments a file, or `-e` and source text
 * @param options as for {@link boundaryCommand}
 */
export function boundaryProgram(
  context: AgentContext,
  tenant: TenantRecord,
  nodeArguments: readonly string[],
  options: Omit<BoundaryOptions, "outlivesAgent"> = {},
): BoundaryCommand {
  const boundary = boundaryCommand(context, tenant, [], options);
  const { node } = runtimePaths(context.paths, tenant.runtimeVersion);
  const whole = [boundary.file, ...boundary.args];
  const at = whole.lastIndexOf(node);
  if (at < 0) throw new Error("The boundary's command doesn't run the runtime's Node.");
  const [file = "", ...args] = [...whole.slice(0, at), node, ...nodeArguments];
  return { ...boundary, file, args };
}
