import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { O_PATH } from "./opened-directory.ts";

const maxBytes = 1024 * 1024;
const spareBytes = 4096;

/**
 * The text of a regular file of at most 1 MiB; null when there is none, it is
 * something else, or it is out of reach. A pipe or device is never opened. The
 * last name of the path must not be a symbolic link.
 */
export async function readRegularFile(file: string): Promise<string | null> {
  try {
    await using place = await open(file, O_PATH | constants.O_NOFOLLOW);
    const stat = await place.stat();
    if (!stat.isFile() || stat.size > maxBytes) return null;
    await using handle = await open(`/proc/self/fd/${place.fd}`, constants.O_RDONLY | constants.O_NONBLOCK);
    // It may have grown meanwhile. Hundreds are read at a time, so none takes more memory than it needs.
    const length = Math.min(maxBytes, stat.size + spareBytes);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } catch {
    return null;
  }
}
