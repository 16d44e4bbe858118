import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

/**
 * Takes the one lock of an installation, without waiting. The kernel keeps it
 * for as long as this process lives and gives it back however the process
 * ends, so it can't go stale and no pid is ever mistaken for its holder.
 *
 * @returns how to give it back; null when another launcher holds it
 */
export function takeInstallationLock(file: string): (() => void) | null {
  const descriptor = openSync(file, "a", 0o600);
  // flock(1) locks the open file that it inherits; the lock stays with our descriptor when it has left.
  const { status, error } = spawnSync("flock", ["--nonblock", "3"], {
    env: { NODE_ENV: "production", PATH: "/usr/bin:/bin" },
    stdio: ["ignore", "ignore", "ignore", descriptor],
  });
  if (status === 0) return () => closeSync(descriptor);
  closeSync(descriptor);
  if (status === 1) return null;
  throw new LaunchError(
    `The installation could not be locked: ${error?.message ?? `flock ended with ${status}`}.`,
    "Install util-linux, which brings flock and setpriv, and start again.",
    { cause: error },
  );
}
