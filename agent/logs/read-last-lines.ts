import type { FileHandle } from "node:fs/promises";

export type LastLines = {
  /** Oldest first, without line ends. */
  readonly lines: string[];
  /** True when the file holds more than these lines. */
  readonly isTruncated: boolean;
};

export const maxTailBytes = 256 * 1024;

/** Reads the end of a file, at most `maxBytes` of it. A line that began before that is left out. */
export async function readLastLines(
  file: FileHandle,
  count: number,
  maxBytes: number = maxTailBytes,
): Promise<LastLines> {
  const { size } = await file.stat();
  const from = Math.max(0, size - maxBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
  const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
  if (lines.at(-1) === "") lines.pop();
  if (from > 0) lines.shift();
  return { lines: lines.slice(-count), isTruncated: from > 0 || lines.length > count };
}
