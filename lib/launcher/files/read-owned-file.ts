import { constants } from "node:fs";
import { open } from "node:fs/promises";

const largestBytes = 64 * 1024;

/**
 * Reads a small file that lies in another user's directory, who may put anything in its place: no
 * link is followed, nothing is waited for, and another user's file isn't taken for theirs.
 *
 * @param owners whose file it may be
 * @returns null when there is none
 */
export async function readOwnedFile(file: string, owners: readonly number[]): Promise<string | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const found = await handle.stat();
    if (!found.isFile() || found.nlink !== 1 || found.size > largestBytes || !owners.includes(found.uid)) {
      throw new Error(`${file} isn't the plain file of its owner that it must be.`);
    }
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}
