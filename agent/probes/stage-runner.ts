import { readdir } from "node:fs/promises";
import path from "node:path";
import { stageProgram } from "#agent/boundary/stage-program.ts";
import { checkAncestors } from "#agent/runtime-store/check-ancestors.ts";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";

const source = path.dirname(import.meta.dirname);
/** The runner, and what it has in common with the agent. */
const folders = ["probes/runner", "staged"];
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
  const files = (await Promise.all(folders.map(programFiles))).flat();
  const directory = await stageProgram(runtimeStore, { namePrefix, source, files });
  return { directory, main: path.join(directory, "probes/runner/main.ts") };
}

async function programFiles(folder: string): Promise<string[]> {
  const names = await readdir(path.join(source, folder));
  return names
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort()
    .map((name) => path.join(folder, name));
}
