import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

const run = promisify(execFile);
const env: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C.UTF-8",
  SYSTEMD_COLORS: "0",
};

/**
 * Asks this host's systemd for something and waits until it is done.
 *
 * @throws LaunchError with systemd's own words
 */
export async function systemctl(...args: readonly string[]): Promise<void> {
  try {
    await run("systemctl", ["--no-ask-password", ...args], { env });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new LaunchError(
      `systemd refused \`systemctl ${args.join(" ")}\`: ${stderr?.trim() || String(error)}`,
      "Mend what it names, then run this again; what was done already is found as it is.",
      { cause: error },
    );
  }
}

/** "active", "activating", "failed", "inactive" */
export async function stateOf(unit: string): Promise<string> {
  const { stdout } = await run("systemctl", ["show", "--property=ActiveState", "--value", unit], { env });
  return stdout.trim();
}

/** What a unit printed last; nothing where there is no journal. */
export async function lastLines(unit: string): Promise<string[]> {
  const args = ["--unit", unit, "--lines=12", "--output=cat", "--no-pager", "--quiet"];
  const { stdout } = await run("journalctl", args, { env }).catch(() => ({ stdout: "" }));
  return stdout.trim() === "" ? [] : stdout.trimEnd().split("\n");
}
