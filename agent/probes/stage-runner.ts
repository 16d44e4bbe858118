import { readdir } from "node:fs/promises";
import path from "node:path";
import { stageProgram } from "#agent/boundary/stage-program.ts";
import { checkAncestors } from "#agent/runtime-store/check-ancestors.ts";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";

const source = path.join(import.meta.dirname, "runner");
const namePrefix = "probe-runner-";

export type StagedRunner = {
  /** The agent's, readable for every tenant, writable for none. */
  readonly directory: string;
  readonly main: string;
};

/**
 * Puts the runner's program where every tenant's user can read it and none can
 * change it.
 *
 * @throws AgentFailure PATH_FOREIGN when somebody else could change it there
 */
export async function stageRunner({ runtimeStore }: InstallationPaths, uid: number): Promise<StagedRunner> {
  await checkAncestors(runtimeStore, uid);
  const files = (await readdir(source))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort();
  const directory = await stageProgram(runtimeStore, { namePrefix, source, files });
  return { directory, main: path.join(directory, "main.ts") };
}
