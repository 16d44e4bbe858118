import { spawn } from "node:child_process";
import path from "node:path";
import { exitOf } from "#lib/launcher/process/child.ts";

/**
 * Stops every Gateway of the installation; the agent's own program prints
 * which. Their desired state stays, so that the next start brings them back.
 *
 * @returns the exit code
 */
export async function stopGateways(env: NodeJS.ProcessEnv): Promise<number> {
  const root = path.resolve(import.meta.dirname, "../../..");
  const child = spawn(process.execPath, [path.join(root, "agent", "main.ts"), "down"], {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const { code } = await exitOf(child);
  return code ?? 1;
}
