import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { O_PATH } from "./opened-directory.ts";

/**
 * What stands at every name of the way to a file, from the root directory to
 * the file itself, each reached through the one before it; null where one of
 * them is a link or is not there any more.
 */
export async function statsOnWay(file: string): Promise<Stats[] | null> {
  let at: FileHandle = await open("/", O_PATH | constants.O_DIRECTORY);
  try {
    const stats = [await at.stat()];
    for (const name of path.resolve(file).split("/").filter(Boolean)) {
      const next = await open(`/proc/self/fd/${at.fd}/${name}`, O_PATH | constants.O_NOFOLLOW);
      await at.close();
      at = next;
      stats.push(await at.stat());
    }
    return stats.some((stat) => stat.isSymbolicLink()) ? null : stats;
  } catch {
    return null;
  } finally {
    await at.close();
  }
}
