import path from "node:path";
import { z } from "zod";
import { runTool } from "#lib/launcher/process/run-tool.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

const failureSchema = z.object({ message: z.string(), nextStep: z.string() });

/** Makes OpenClaw and its Node present in the runtime store. */
export async function prepareRuntime(
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const entry = path.join(import.meta.dirname, "ensure-runtime-entry.ts");
  const cwd = path.resolve(import.meta.dirname, "../../..");
  const { code, lastLines } = await runTool(process.execPath, [entry], { cwd, env, onLine, signal });
  if (code !== 0) throw explain(lastLines);
}

function explain(lastLines: readonly string[]): LaunchError {
  try {
    const failure = failureSchema.parse(JSON.parse(lastLines.at(-1) ?? ""));
    return new LaunchError(failure.message, failure.nextStep);
  } catch {
    return new LaunchError(
      `OpenClaw could not be made ready.\n${lastLines.slice(-8).join("\n")}`,
      "Start again; if it stays, report it with these lines.",
    );
  }
}
