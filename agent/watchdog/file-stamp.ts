import type { BigIntStats } from "node:fs";

/** The same as long as a file has not been changed or replaced; nobody but root can set all of it. */
export function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}
