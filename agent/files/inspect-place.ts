import type { BigIntStats } from "node:fs";
import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { openUnlinked } from "./open-unlinked.ts";

/** What the host shows at a path. Looking at it reads nothing and opens nothing. */
export type Place = {
  readonly given: string;
  /** With every symbolic link resolved, as far as the path exists. */
  readonly real: string;
  readonly exists: boolean;
  readonly kind: "directory" | "file" | "other" | "missing";
  /** True when a symbolic link stands at or below the tenant's tree. */
  readonly isLinked: boolean;
  /** "device:inode"; null when nothing is there. */
  readonly inode: string | null;
  readonly uid: number;
  readonly gid: number;
  /** Permission bits alone. */
  readonly mode: number;
  readonly modifiedAt: Date | null;
};

/**
 * @param root real path of the tenant's tree
 * @throws when the host refuses to say (permission, loop of links)
 */
export async function inspectPlace(given: string, root: string): Promise<Place> {
  const { real, rest } = await realpathOfExisting(given);
  const isInsideAsGiven = isInside(path.resolve(given), root);
  const whole = rest === "" ? real : path.join(real, rest);
  const isLinked = isInsideAsGiven && whole !== path.resolve(given);
  const seen = rest === "" ? await look(real, root) : null;
  return {
    given,
    real: whole,
    exists: seen !== null,
    kind: seen === null ? "missing" : seen.isDirectory() ? "directory" : seen.isFile() ? "file" : "other",
    isLinked,
    inode: seen === null ? null : `${seen.dev}:${seen.ino}`,
    uid: Number(seen?.uid ?? -1),
    gid: Number(seen?.gid ?? -1),
    mode: Number((seen?.mode ?? 0n) & 0o7777n),
    modifiedAt: seen === null ? null : seen.mtime,
  };
}

/** What stands there, seen without following a link: what the path named may lead elsewhere by now. */
async function look(real: string, root: string): Promise<BigIntStats> {
  const handle = await openUnlinked(real, root);
  try {
    return await handle.stat({ bigint: true });
  } finally {
    await handle.close();
  }
}

/** True when `inner` is `outer` or lies below it. Both absolute. */
export function isInside(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith("/") ? outer : `${outer}/`);
}

/** "0700", as an operator writes it. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

async function realpathOfExisting(given: string): Promise<{ real: string; rest: string }> {
  let at = path.resolve(given);
  let rest = "";
  for (;;) {
    try {
      return { real: await realpath(at), rest };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || at === "/") throw error;
      // A link that leads nowhere yet still says where its owner wants to go.
      if ((await lstat(at).catch(() => null))?.isSymbolicLink()) throw error;
      rest = path.join(path.basename(at), rest);
      at = path.dirname(at);
    }
  }
}
