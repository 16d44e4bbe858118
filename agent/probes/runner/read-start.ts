import { closeSync, constants, openSync, readSync } from "node:fs";

/** Never waits for a pipe's other end, and follows no link in the last step. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | constants.O_NOFOLLOW;
const canaryBytes = 256;

/** The beginning of a file; null when it can't be read. */
export function readStart(file: string): Buffer | null {
  let handle: number | null = null;
  try {
    handle = openSync(file, flags);
    const buffer = Buffer.alloc(canaryBytes);
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, 0));
  } catch {
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}
