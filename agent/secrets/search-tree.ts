import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { runCommand } from "#agent/system/run-command.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

const timeoutMs = 60_000;

const programFile = path.join(import.meta.dirname, "search-program.cjs");
const answerSchema = z.object({ searched: z.number().int(), found: z.array(z.string().max(500)).max(50) });

export type TreeSearch = { readonly searchedFiles: number; readonly foundIn: string[] };

/**
 * Searches a tenant's tree for values, byte by byte. What the tenant can write
 * is searched as the tenant, so that nothing it plants leads the agent astray;
 * the values go in by stdin, never as arguments. What the Gateway printed is
 * the agent's own and searched by it.
 */
export async function searchTree(
  context: AgentContext,
  tenant: TenantRecord,
  values: readonly string[],
): Promise<TreeSearch> {
  const { layout } = tenant;
  const { config, home, state, workspace, logs, backups, secrets, cache, output } = layout;
  const own = [config, home, state, workspace, logs, backups, secrets, cache];
  const { node } = runtimePaths(context.paths, tenant.runtimeVersion);
  const program = await readFile(programFile, "utf8");
  const searches = await Promise.all([
    search(boundaryOf(context, tenant).exec.program(["-e", program]), values, own),
    search({ file: node, args: ["-e", program], env: {}, cwd: "/" }, values, [output]),
  ]);
  return {
    searchedFiles: searches.reduce((sum, { searched }) => sum + searched, 0),
    foundIn: searches.flatMap(({ found }) => found.map((file) => path.relative(layout.tree, file))),
  };
}

async function search(command: BoundaryCommand, values: readonly string[], roots: readonly string[]) {
  const result = await runCommand({ ...command, input: JSON.stringify({ values, roots }) }, { timeoutMs });
  const answer = result.exitCode === 0 ? answerSchema.safeParse(parseOrNull(result.stdout)) : null;
  if (!answer?.success) throw new Error("The tenant's tree could not be searched.");
  return answer.data;
}
