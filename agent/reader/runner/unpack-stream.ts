import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createZstdDecompress } from "node:zlib";
import { type HostPrograms, isProgram, unpackBy } from "./host-program.ts";
import { isPlain, type PackedKind } from "./packed-kind.ts";
import { type Packed, piecesOf } from "./packed-source.ts";

const unpackers = { gzip: createGunzip, zstd: createZstdDecompress, brotli: createBrotliDecompress };

/**
 * What is packed as one stream, piece by piece; an archive that packs nothing as it is.
 *
 * @throws Error where it is damaged
 */
export async function* unpackStream(
  packed: Packed,
  kind: Exclude<PackedKind, "zip">,
  programs: HostPrograms,
): AsyncGenerator<Buffer> {
  if (isPlain(kind)) yield* piecesOf(packed);
  else if (isProgram(kind)) yield* unpackBy(kind, packed, programs);
  else {
    const source = Readable.from(piecesOf(packed));
    const unpacker = source.pipe(unpackers[kind]());
    source.on("error", (error) => unpacker.destroy(error));
    try {
      for await (const piece of unpacker) yield piece as Buffer;
    } finally {
      source.destroy();
    }
  }
}
