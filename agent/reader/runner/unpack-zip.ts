import { fstatSync, readSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

const mostEntries = 20_000;
const mostDirectoryBytes = 8 * 1024 * 1024;
const mostEntryBytes = 32 * 1024 * 1024;
const endBytes = 22;
const longestRemark = 65_535;

/** @param write takes the content of one entry, and answers whether it takes more */
export async function unpackZip(
  descriptor: number,
  write: (bytes: Buffer) => Promise<boolean>,
): Promise<boolean> {
  try {
    const entries = directoryOf(descriptor);
    if (entries === null) return false;
    let isWhole = entries.length < mostEntries;
    for (const entry of entries) {
      const content = contentOf(descriptor, entry);
      if (content === null) isWhole = false;
      // One entry is not read together with the next.
      else if (!(await write(Buffer.concat([content, Buffer.from("\n=|=\n")])))) return false;
    }
    return isWhole;
  } catch {
    return false;
  }
}

type Entry = {
  readonly method: number;
  readonly isLocked: boolean;
  readonly packed: number;
  readonly at: number;
};

/** The list at the end of the file; null where there is none of a kind that is known. */
function directoryOf(descriptor: number): Entry[] | null {
  const size = fstatSync(descriptor).size;
  const start = Math.max(0, size - endBytes - longestRemark);
  const tail = read(descriptor, start, size - start);
  const end = tail.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + endBytes > tail.length) return null;
  const [length, offset] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (length > mostDirectoryBytes || offset === 0xffffffff) return null;
  const list = read(descriptor, offset, length);
  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= list.length && entries.length < mostEntries; ) {
    if (list.readUInt32LE(at) !== 0x02014b50) break;
    entries.push({
      isLocked: (list.readUInt16LE(at + 8) & 1) !== 0,
      method: list.readUInt16LE(at + 10),
      packed: list.readUInt32LE(at + 20),
      at: list.readUInt32LE(at + 42),
    });
    at += 46 + list.readUInt16LE(at + 28) + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
  }
  return entries;
}

function contentOf(descriptor: number, { method, isLocked, packed, at }: Entry): Buffer | null {
  if (isLocked || packed > mostEntryBytes || (method !== 0 && method !== 8)) return null;
  const header = read(descriptor, at, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) return null;
  const bytes = read(descriptor, at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), packed);
  if (method === 0) return bytes;
  try {
    return inflateRawSync(bytes, { maxOutputLength: mostEntryBytes });
  } catch {
    return null;
  }
}

function read(descriptor: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  let size = 0;
  while (size < length) {
    const count = readSync(descriptor, buffer, size, length - size, at + size);
    if (count === 0) break;
    size += count;
  }
  return buffer.subarray(0, size);
}
