import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

const run = promisify(execFile);

/** As find(1) says it: not root's, or written by somebody who isn't. A link is only as good as its directory. */
const foreign = [
  ...["!", "-type", "l", "("],
  ...["!", "-uid", "0", "-o", "-perm", "/002", "-o", "(", "-perm", "/020", "!", "-gid", "0", ")"],
  ...[")", "-print", "-quit"],
];

/**
 * Throws a LaunchError unless root alone can change what root is going to run at every boot.
 *
 * @param places the clone, and the Node that the agent runs on
 */
export async function requireOwnPrograms(places: readonly string[]): Promise<void> {
  for (const place of await Promise.all(places.map((each) => realpath(each)))) {
    const found = (await find(parentsOf(place), ["-maxdepth", "0"])) ?? (await find([place], []));
    if (found === null) continue;
    throw new LaunchError(
      `Root would run ${place} at every boot, and somebody else can change it: ${found} isn't root's alone.`,
      "Clone Bulkhead as root to a place that root alone can write, such as /opt/bulkhead, and run this there.",
    );
  }
}

/** A path as it can stand in a unit: nothing in it means anything to systemd or to a shell. */
export function requirePlainPath(what: string, place: string): void {
  if (/^\/[\w./@+-]*$/.test(place)) return;
  throw new LaunchError(
    `${what} lies in ${place}, and a unit of systemd can't name such a path.`,
    "Move it to a path of plain letters, digits and . _ - @ + and run this again.",
  );
}

function parentsOf(place: string): string[] {
  const above = path.dirname(place);
  return above === place ? [] : [above, ...parentsOf(above)];
}

async function find(places: readonly string[], options: readonly string[]): Promise<string | null> {
  const { stdout } = await run("find", [...places, ...options, ...foreign], {
    env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8" },
  });
  return stdout.trim() || null;
}
