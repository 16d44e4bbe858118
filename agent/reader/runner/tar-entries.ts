import { isTarHeader, tarBlockBytes, tarSize, textOf } from "./tar-header.ts";

/** What of an archive is one file; its name as the archive has it. */
export type ArchiveEntry = { readonly name: string; readonly content: Buffer };

/** A tar's entries, one after another; null at last where it ends early or makes no sense. */
export function* tarEntries(tar: Buffer): Generator<ArchiveEntry | null> {
  let longName: string | null = null;
  for (let at = 0; at < tar.length; ) {
    const header = tar.subarray(at, at + tarBlockBytes);
    at += tarBlockBytes;
    // Zeros end a tar, but another may follow it.
    if (header.every((byte) => byte === 0)) continue;
    const size = tarSize(header);
    if (!isTarHeader(header) || !(size >= 0)) return yield null;
    const content = tar.subarray(at, at + size);
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === "L") longName = content.toString("utf8", 0, longestName).replace(/\0.*$/s, "");
    else if (type === "x") longName = /^\d+ path=(.*)$/m.exec(content.toString("utf8"))?.[1] ?? longName;
    else {
      if (size > 0) yield { name: longName ?? tarName(header), content };
      longName = null;
    }
    at += Math.ceil(size / tarBlockBytes) * tarBlockBytes;
    if (at > tar.length) return yield null;
  }
}

const longestName = 4096;

export function tarName(header: Buffer): string {
  const isUstar = textOf(header, 257, 5) === "ustar";
  const prefix = isUstar ? textOf(header, 345, 155) : "";
  const name = textOf(header, 0, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}
