import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { exitOf } from "./child.ts";

export type ToolOptions = {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Told each line it prints, on either stream. */
  readonly onLine: (line: string) => void;
  /** Kills the tool with everything it started. */
  readonly signal: AbortSignal;
};

/**
 * Runs a tool to its end in a group of its own, so that a terminal's Ctrl-C reaches only the launcher. Dies with the launcher.
 *
 * Our own, because execa ends a process and not its group: all that is below but one loop would stay.
 */
export async function runTool(
  file: string,
  args: readonly string[],
  options: ToolOptions,
): Promise<{ code: number | null; lastLines: string[] }> {
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", file, ...args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => child.pid !== undefined && process.kill(-child.pid, "SIGKILL");
  options.signal.addEventListener("abort", kill);
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lastLines.push(line);
      if (lastLines.length > 40) lastLines.shift();
      options.onLine(line);
    });
  }
  const { code } = await exitOf(child);
  options.signal.removeEventListener("abort", kill);
  options.signal.throwIfAborted();
  return { code, lastLines };
}
