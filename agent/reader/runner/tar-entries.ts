import { isTarHeader, tarBlockBytes, tarSize } from "./tar-header.ts";

/**
 * The contents of a tar's entries, one after another; null at last where it
 * ends early or makes no sense.
 */
export function* tarEntries(tar: Buffer): Generator<Buffer | null> {
  for (let at = 0; at < tar.length; ) {
    const header = tar.subarray(at, at + tarBlockBytes);
    at += tarBlockBytes;
    // Zeros end a tar, but another may follow it.
    if (header.every((byte) => byte === 0)) continue;
    const size = tarSize(header);
    if (!isTarHeader(header) || !(size >= 0)) return yield null;
    if (size > 0) yield tar.subarray(at, at + size);
    at += Math.ceil(size / tarBlockBytes) * tarBlockBytes;
    if (at > tar.length) return yield null;
  }
}
