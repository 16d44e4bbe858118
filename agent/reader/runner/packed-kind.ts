import { isTarHeader } from "./tar-header.ts";

/** An archive that packs nothing, but what lies in it may be packed. */
export type PlainKind = "tar" | "ar" | "cpio" | "rpm";
/** Packed in a way that a reader opens. */
export type PackedKind = "gzip" | "zip" | "zstd" | "xz" | "bzip2" | "lz4" | "brotli" | PlainKind;
/** Packed in a way that nothing here opens, or locked. */
export type ClosedKind =
  | ("7z" | "rar" | "lzip" | "lzo" | "cab" | "compress" | "squashfs")
  | ("age" | "openssl" | "pgp");

const plainKinds: readonly string[] = ["tar", "ar", "cpio", "rpm"] satisfies PlainKind[];
const closedKinds: readonly string[] = [
  ...(["7z", "rar", "lzip", "lzo", "cab", "compress", "squashfs"] satisfies ClosedKind[]),
  ...(["age", "openssl", "pgp"] satisfies ClosedKind[]),
];

export function isPlain(kind: PackedKind | ClosedKind): kind is PlainKind {
  return plainKinds.includes(kind);
}

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
  [/^894c5a4f000d0a1a/, "lzo"],
  [/^(68737173|73717368)/, "squashfs"],
  // "!<arch>" and a line's end
  [/^213c617263683e0a/, "ar"],
  // "070701", "070702" and "070707"
  [/^30373037303[127]/, "cpio"],
  [/^edabeedb0[34]/, "rpm"],
  // "age-encryption.o", "Salted__", "-----BEGIN PGP M"
  [/^6167652d656e6372797074696f6e2e6f/, "age"],
  [/^53616c7465645f5f/, "openssl"],
  [/^2d2d2d2d2d424547494e20504750204d/, "pgp"],
];

/**
 * What a file is packed with, by how it begins. Its name says nothing, but of
 * what has no beginning of its own.
 */
export function packedKindOf(bytes: Buffer, name = ""): PackedKind | ClosedKind | null {
  const head = bytes.toString("hex", 0, 16);
  const begin = begins.find(([form]) => form.test(head));
  if (begin !== undefined) return begin[1];
  if (isTarHeader(bytes)) return "tar";
  return name.endsWith(".br") && bytes.length > 0 ? "brotli" : null;
}

/** What a file is called when what packs it as one stream is taken away. */
export function unpackedName(name: string): string {
  return name.replace(/\.(gz|xz|lzma|bz2|zst|lz4|br)$/i, "");
}
