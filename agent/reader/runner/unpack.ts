import { createReadStream } from "node:fs";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { unpackZip } from "./unpack-zip.ts";

export type PackedKind = "gzip" | "zip" | "zstd";

/** The agent takes no more, and ends whoever sends more. */
export const mostUnpackedBytes = 64 * 1024 * 1024;

/**
 * Writes what is packed in an opened file to the standard output, as bytes and
 * one thing after another. Nothing of it is looked at here: this runs as one
 * tenant, and is told nothing of what it is held against.
 *
 * @returns whether that is all of it
 */
export async function unpack(descriptor: number, kind: PackedKind): Promise<boolean> {
  let left = mostUnpackedBytes;
  const write = async (bytes: Buffer) => {
    const part = bytes.subarray(0, left);
    left -= part.length;
    if (!process.stdout.write(part)) await new Promise((resolve) => process.stdout.once("drain", resolve));
    return left > 0;
  };
  if (kind === "zip") return await unpackZip(descriptor, write);
  const file = createReadStream("", { fd: descriptor, start: 0, autoClose: false });
  const source = file.pipe(kind === "gzip" ? createGunzip() : createZstdDecompress());
  file.on("error", (error) => source.destroy(error));
  try {
    for await (const chunk of source) if (!(await write(chunk as Buffer))) return false;
    return true;
  } catch {
    return false;
  } finally {
    file.destroy();
  }
}
