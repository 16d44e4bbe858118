import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import type { Limits } from "#agent/boundary/limits.ts";
import type { AgentContext } from "#agent/context/context.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/** How much processing time a reader may take in all, in seconds; the clock ends it before, as long as the agent lives. */
export const processingSeconds = 8;

const limits: Limits = {
  processingSeconds,
  addressSpaceBytes: 3 * 1024 ** 3,
  fileBytes: 64 * 1024 ** 2,
  openFiles: 256,
  niceness: 5,
};

/**
 * How a reader of what a tenant wrote is run: inside a fresh view of the
 * tenant's boundary, as its user, with less than its Gateway has. With the
 * private view the tree is read-only, there is no network at all, and none of
 * the tenant's other processes sees it. Without it, the tenant's own processes
 * can stop it or answer in its place, as they can with whatever runs as their
 * user: a tenant can then hide what it wrote in its own files. What is answered
 * is bounded and checked all the same, says nothing of another tenant, and does
 * nothing to the agent.
 */
export function readerCommand(
  context: AgentContext,
  tenant: TenantRecord,
  programArguments: readonly string[],
): BoundaryCommand {
  const node = ["--max-old-space-size=256", "--disable-warning=ExperimentalWarning"];
  return boundaryOf(context, tenant).exec.program([...node, ...programArguments], { isReader: true, limits });
}
