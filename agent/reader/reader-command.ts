import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import { boundaryProgram } from "#agent/boundary/boundary-program.ts";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";

/** How much processing time a reader may take in all, in seconds; the clock ends it before, as long as the agent lives. */
export const processingSeconds = 8;

/**
 * Set by root before anything else of it runs, and kept by everything that it
 * starts: processing time, address space (Node reserves 1.3 GB of it unused),
 * size of a file that it may write, open files, no core dump.
 */
const limits = [
  `--cpu=${processingSeconds}:${processingSeconds + 1}`,
  `--as=${3 * 1024 ** 3}`,
  `--fsize=${64 * 1024 ** 2}`,
  "--nofile=256",
  "--core=0",
];

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
  const inside = boundaryProgram(context, tenant, [...node, ...programArguments], { isReader: true });
  return {
    ...inside,
    file: "/usr/bin/nice",
    args: ["-n", "5", "/usr/bin/prlimit", ...limits, "--", inside.file, ...inside.args],
  };
}
