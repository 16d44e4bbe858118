import { fstatSync, readSync } from "node:fs";

export type LastLines = {
  /** Oldest first, without line ends. */
  readonly lines: string[];
  /** True when the file holds more than these lines. */
  readonly isTruncated: boolean;
};

const maxTailBytes = 256 * 1024;

/** Reads the end of a file, at most 256 KiB of it. A line that began before that is left out. */
export function readLastLines(descriptor: number, count: number, after: string | null): LastLines {
  const { size } = fstatSync(descriptor);
  const from = Math.max(0, size - maxTailBytes);
  const buffer = Buffer.alloc(size - from);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read) {
    read = readSync(descriptor, buffer, length, buffer.length - length, from + length);
  }
  const lines = buffer.toString("utf8", 0, length).split("\n");
  if (lines.at(-1) === "") lines.pop();
  if (from > 0) lines.shift();
  const shown =
    after === null ? lines : lines.slice(lines.findLastIndex((line) => line.startsWith(after)) + 1);
  return { lines: shown.slice(-count), isTruncated: from > 0 || shown.length > count };
}
