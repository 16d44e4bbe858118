import { inflateRawSync } from "node:zlib";
import { type Packed, readAt, sizeOf } from "./packed-source.ts";
import type { ArchiveEntry } from "./tar-entries.ts";

const mostEntries = 20_000;
const mostDirectoryBytes = 8 * 1024 * 1024;
const mostEntryBytes = 32 * 1024 * 1024;
const endBytes = 22;
const longestRemark = 65_535;

/** The contents of a zip's entries, one after another; in the place of one that is left out, why. */
export function* zipEntries(packed: Packed): Generator<ArchiveEntry | "part" | "closed"> {
  const entries = directoryOf(packed);
  if (entries === null) return yield "part";
  for (const entry of entries) {
    const content = contentOf(packed, entry);
    yield typeof content === "string" ? content : { name: entry.name, content };
  }
  if (entries.length === mostEntries) yield "part";
}

type Entry = {
  readonly name: string;
  readonly method: number;
  readonly isLocked: boolean;
  readonly size: number;
  readonly at: number;
};

/** The list at the end of the file; null where there is none of a kind that is known. */
function directoryOf(packed: Packed): Entry[] | null {
  const size = sizeOf(packed);
  const start = Math.max(0, size - endBytes - longestRemark);
  const tail = readAt(packed, start, size - start);
  const end = tail.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + endBytes > tail.length) return null;
  const [length, offset] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (length > mostDirectoryBytes || offset === 0xffffffff) return null;
  const list = readAt(packed, offset, length);
  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= list.length && entries.length < mostEntries; ) {
    if (list.readUInt32LE(at) !== 0x02014b50) break;
    entries.push({
      name: list.toString("utf8", at + 46, at + 46 + list.readUInt16LE(at + 28)),
      isLocked: (list.readUInt16LE(at + 8) & 1) !== 0,
      method: list.readUInt16LE(at + 10),
      size: list.readUInt32LE(at + 20),
      at: list.readUInt32LE(at + 42),
    });
    at += 46 + list.readUInt16LE(at + 28) + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
  }
  return entries;
}

function contentOf(packed: Packed, { method, isLocked, size, at }: Entry): Buffer | "part" | "closed" {
  if (isLocked || (method !== 0 && method !== 8)) return "closed";
  if (size > mostEntryBytes) return "part";
  const header = readAt(packed, at, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) return "part";
  const bytes = readAt(packed, at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), size);
  if (method === 0) return bytes;
  try {
    return inflateRawSync(bytes, { maxOutputLength: mostEntryBytes });
  } catch {
    return "part";
  }
}
