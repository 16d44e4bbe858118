import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { step } from "#lib/launcher/terminal/progress.ts";
import { buildWeb } from "./build-web.ts";
import { sourceHash } from "./source-hash.ts";
import { isStaged, stageWeb, type WebProgram, webProgram } from "./stage-web.ts";

/** Builds and stages the web unless it was staged from these very sources before. */
export async function prepareWeb(
  root: string,
  paths: InstallationPaths,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<WebProgram> {
  const hash = sourceHash(root);
  const program = webProgram(paths, hash);
  if (!(await isStaged(program))) {
    await step("Building the web", async (note) => {
      await buildWeb(root, hash, env, note, signal);
      await stageWeb(root, program);
    });
  }
  return program;
}
