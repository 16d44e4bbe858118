import { spawn } from "node:child_process";
import path from "node:path";
import { exitOf } from "#lib/launcher/process/child.ts";

/** The project's own directory. */
export const root = path.resolve(import.meta.dirname, "../../..");

export type CommandOptions = {
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** Runs one of the project's tools (a name from node_modules/.bin) with its output on the terminal; true when it ended well. */
export async function runCommand(
  name: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<boolean> {
  const child = spawn(path.join(root, "node_modules", ".bin", name), args, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "inherit", "inherit"],
    // A group of its own, so that the limit also ends what the tool has started; execa would end the tool alone.
    detached: true,
  });
  let isLate = false;
  const end = () => child.pid !== undefined && process.kill(-child.pid, "SIGTERM");
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, options.timeoutMs);
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  const { code } = await exitOf(child);
  process.off("SIGINT", end);
  process.off("SIGTERM", end);
  clearTimeout(timer);
  if (isLate) console.error(`${name} was ended after ${options.timeoutMs / 1000} s.`);
  return code === 0 && !isLate;
}
