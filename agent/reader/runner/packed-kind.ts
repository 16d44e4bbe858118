import { isTarHeader } from "./tar-header.ts";

/** Packed in a way that a reader opens. A tar packs nothing, but what lies in it may be packed. */
export type PackedKind = "gzip" | "zip" | "zstd" | "xz" | "bzip2" | "tar";
/** Packed in a way that nothing here opens. */
export type ClosedKind = "7z" | "rar" | "lz4" | "lzip" | "cab" | "compress";

const closedKinds: readonly string[] = ["7z", "rar", "lz4", "lzip", "cab", "compress"] satisfies ClosedKind[];

export function isClosed(kind: PackedKind | ClosedKind): kind is ClosedKind {
  return closedKinds.includes(kind);
}

/** By the first bytes, in hexadecimal. */
const begins: readonly (readonly [RegExp, PackedKind | ClosedKind])[] = [
  [/^1f8b/, "gzip"],
  // The first part of several, which may be the only one, says so before.
  [/^(504b0708)?504b0304/, "zip"],
  [/^28b52ffd/, "zstd"],
  [/^fd377a585a00/, "xz"],
  // The older form of the same, which says no length.
  [/^5d0000[0-9a-f]{4}f{16}/, "xz"],
  // Words may begin like one; a first block, or the end of an empty file, follows.
  [/^425a683[1-9](314159265359|177245385090)/, "bzip2"],
  [/^377abcaf271c/, "7z"],
  [/^526172211a07/, "rar"],
  [/^(04224d18|02214c18)/, "lz4"],
  [/^4c5a49500[01]/, "lzip"],
  [/^4d534346(00){4}/, "cab"],
  // Codes of 9 to 16 bits, with two bits that are always off.
  [/^1f9d([08][9a-f]|[19]0)/, "compress"],
];

/** What a file is packed with, by how it begins; its name says nothing. */
export function packedKindOf(bytes: Buffer): PackedKind | ClosedKind | null {
  const head = bytes.toString("hex", 0, 16);
  const begin = begins.find(([form]) => form.test(head));
  if (begin !== undefined) return begin[1];
  return isTarHeader(bytes) ? "tar" : null;
}
