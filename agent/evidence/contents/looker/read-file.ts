import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import type { SecretSearch } from "#agent/evidence/contents/search/secret-search.ts";
import { packedKindOf } from "#agent/reader/runner/packed-kind.ts";
import { findMarks } from "./find-marks.ts";
import type { FoundFile, FoundSecret } from "./look-order.ts";

const { O_NOCTTY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

const wholeBytes = 16 * 1024 * 1024;
const endBytes = 4 * 1024 * 1024;
const buffer = Buffer.allocUnsafeSlow(wholeBytes);

export type ReadFile = {
  readonly found: FoundFile | null;
  readonly stat: Stats;
  readonly bytes: number;
  /** Only its beginning and its end were. */
  readonly isPart: boolean;
};

/**
 * Reads the bytes of one regular file and searches them. It was seen to be one;
 * if it no longer is, no link is followed, nothing is waited for, and only
 * root could have put a device in its place.
 *
 * @param name in the working directory
 * @returns null where it is no regular file any more
 */
export function readFile(name: string, file: string, search: SecretSearch): ReadFile | null {
  const opened = openSync(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  try {
    const stat = fstatSync(opened);
    return stat.isFile() ? look(opened, stat, file, search) : null;
  } finally {
    closeSync(opened);
  }
}

function look(descriptor: number, stat: Stats, file: string, search: SecretSearch): ReadFile {
  const isPart = stat.size > wholeBytes;
  // A file that grows meanwhile is another one at the next pass.
  const head = fill(descriptor, 0, isPart ? endBytes : stat.size);
  const secrets = sightingsIn(head, 0, search);
  const marks = findMarks(file, head);
  const archive = packedKindOf(head, file);
  let bytes = head.length;
  if (isPart) {
    const start = stat.size - endBytes;
    const tail = fill(descriptor, start, endBytes);
    bytes += tail.length;
    const known = new Set(secrets.map(({ secret }) => secret));
    secrets.push(...sightingsIn(tail, start, search).filter(({ secret }) => !known.has(secret)));
  }
  const { dev, ino, uid, size, mtimeMs, ctimeMs } = stat;
  const stamp = `${dev}:${ino}:${size}:${mtimeMs}:${ctimeMs}`;
  const isNothing = secrets.length === 0 && marks.length === 0 && archive === null;
  const found = { file, uid, secrets, marks, archive, stamp, changedAt: ctimeMs };
  return { found: isNothing ? null : found, stat, bytes, isPart };
}

function fill(descriptor: number, from: number, most: number): Buffer {
  let size = 0;
  while (size < most) {
    const count = readSync(descriptor, buffer, size, most - size, from + size);
    if (count === 0) break;
    size += count;
  }
  return buffer.subarray(0, size);
}

/** @param start where the text begins in its file */
export function sightingsIn(text: Buffer, start: number, search: SecretSearch): FoundSecret[] {
  return search.in(text).map(({ secret, offset, encoding }) => ({
    secret,
    encoding,
    where:
      start === 0 && !text.subarray(0, 8192).includes(0)
        ? `line ${lineAt(text, offset)}`
        : `byte ${start + offset}`,
  }));
}

function lineAt(text: Buffer, offset: number): number {
  let line = 1;
  for (let at = text.indexOf(10); at >= 0 && at < offset; at = text.indexOf(10, at + 1)) line += 1;
  return line;
}
