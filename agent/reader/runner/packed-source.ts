import { fstatSync, readSync } from "node:fs";

/** What is packed: an opened file's descriptor, or bytes that were packed inside of one. */
export type Packed = number | Buffer;

export function sizeOf(packed: Packed): number {
  return typeof packed === "number" ? fstatSync(packed).size : packed.length;
}

/** @returns fewer bytes where it ends before */
export function readAt(packed: Packed, at: number, length: number): Buffer {
  if (typeof packed !== "number") return packed.subarray(at, at + length);
  const buffer = Buffer.alloc(length);
  let size = 0;
  while (size < length) {
    const count = readSync(packed, buffer, size, length - size, at + size);
    if (count === 0) break;
    size += count;
  }
  return buffer.subarray(0, size);
}

const pieceBytes = 256 * 1024;

export function* piecesOf(packed: Packed): Generator<Buffer> {
  for (let at = 0; ; at += pieceBytes) {
    const piece = readAt(packed, at, pieceBytes);
    if (piece.length > 0) yield piece;
    if (piece.length < pieceBytes) return;
  }
}
