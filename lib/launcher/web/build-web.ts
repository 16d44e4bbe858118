import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { runTool } from "#lib/launcher/process/run-tool.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

/**
 * Builds the web in the clone unless what is built there came from these sources.
 *
 * @param hash of the sources
 */
export async function buildWeb(
  root: string,
  hash: string,
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const stamp = path.join(root, ".next", "built-from");
  const builtFrom = await readFile(stamp, "utf8").catch(() => "");
  if (builtFrom === hash) return;
  await rm(stamp, { force: true });
  const next = path.join(root, "node_modules", "next", "dist", "bin", "next");
  const { code, lastLines } = await runTool(process.execPath, [next, "build"], {
    cwd: root,
    env,
    onLine,
    signal,
  });
  if (code !== 0) throw explain(lastLines);
  await writeFile(stamp, hash);
}

function explain(lastLines: readonly string[]): LaunchError {
  const output = lastLines.join("\n");
  if (/ENOSPC|no space left/i.test(output)) {
    return new LaunchError(
      "The disk is full: the web could not be built.",
      "Free some space and start again.",
    );
  }
  if (/another next build/i.test(output)) {
    return new LaunchError(
      "Another build of the web runs in this directory.",
      "Wait for it, then start again.",
    );
  }
  return new LaunchError(
    `The web could not be built.\n${output}`,
    "If the sources were edited, mend what is named above; else report it with these lines.",
  );
}
