import type { Stats } from "node:fs";
import type { FoundFile } from "./look-order.ts";

/** What is known of one directory's own files. */
export type KnownDirectory = {
  /** By name. A number for each: there may be a million of them. */
  readonly stamps: Map<string, number>;
  readonly found: Map<string, FoundFile>;
};

/** By the directory's path below the root. */
export type RootMemory = Map<string, KnownDirectory>;

const numbers = new Float64Array(5);
const words = new Int32Array(numbers.buffer);

/**
 * The same as long as size, times, inode and device are. No tenant can set the
 * time of the last change.
 */
export function stampOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): number {
  numbers[0] = dev;
  numbers[1] = ino;
  numbers[2] = size;
  numbers[3] = mtimeMs;
  numbers[4] = ctimeMs;
  let low = 0x2545f491;
  let high = 0x1b873593;
  for (const word of words) {
    low = Math.imul(low ^ word, 0x85ebca6b);
    low ^= low >>> 15;
    high = Math.imul(high ^ (word + low), 0xc2b2ae35);
    high ^= high >>> 13;
  }
  return (high >>> 11) * 0x100000000 + (low >>> 0);
}

const settleMs = 2000;

/** False for a file that could be changed once more without its times showing it. */
export function isSettled({ ctimeMs }: Stats, now: number): boolean {
  return ctimeMs < now - settleMs;
}
