import { randomBytes } from "node:crypto";
import { zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { arOf, cpioOf, packedBy, rpmOf, tarOf } from "#agent/reader/testing/packed.ts";
import { isClosed, packedKindOf } from "./packed-kind.ts";

test.each<[kind: string | null, bytes: Buffer]>([
  ["gzip", Buffer.of(0x1f, 0x8b, 8)],
  ["zip", Buffer.from("PK\x03\x04")],
  ["zstd", zstdCompressSync("x")],
  ["xz", packedBy("xz", Buffer.from("x"))],
  ["xz", Buffer.from("5d00008000ffffffffffffffff0078", "hex")],
  ["zip", Buffer.from("PK\x07\x08PK\x03\x04")],
  ["bzip2", packedBy("bzip2", Buffer.from("x"))],
  ["bzip2", packedBy("bzip2", Buffer.alloc(0))],
  ["tar", tarOf([["a", Buffer.from("x")]])],
  ["lz4", Buffer.from("04224d186440a7", "hex")],
  ["lz4", Buffer.from("02214c1800", "hex")],
  ["ar", arOf([])],
  ["cpio", cpioOf([])],
  ["cpio", Buffer.from("070707000001000002")],
  ["rpm", rpmOf(Buffer.from("x"))],
  [null, Buffer.from("-----BEGIN PGP PUBLIC KEY BLOCK-----")],
  [null, Buffer.from("text")],
  [null, Buffer.alloc(2000)],
  [null, Buffer.from("BZh9 is how it begins")],
  [null, Buffer.from("LZIP is a program")],
  [null, Buffer.of(0x1f, 0x9d, 0xff, 0)],
])("tells what is packed by how it begins: %s", (kind, bytes) => {
  expect(packedKindOf(bytes)).toBe(kind);
  if (kind !== null) expect(isClosed(packedKindOf(bytes) ?? "7z")).toBe(false);
});

test("tells what has no beginning of its own by its name alone", () => {
  expect(packedKindOf(Buffer.from("x"), "a/b.json.br")).toBe("brotli");
  expect(packedKindOf(Buffer.from("x"), "a/b.json")).toBe(null);
});

test.each<[kind: string, begin: string]>([
  ["7z", "377abcaf271c0004"],
  ["rar", "526172211a0700"],
  ["rar", "526172211a070100"],
  ["lzo", "894c5a4f000d0a1a0a"],
  ["squashfs", "6873717305000000"],
  ["age", Buffer.from("age-encryption.org/v1\n").toString("hex")],
  ["openssl", Buffer.from("Salted__").toString("hex")],
  ["pgp", Buffer.from("-----BEGIN PGP MESSAGE-----").toString("hex")],
  ["lzip", "4c5a495001"],
  ["cab", "4d53434600000000"],
  ["compress", "1f9d90"],
])("knows what nothing here opens: %s", (kind, begin) => {
  const bytes = Buffer.concat([Buffer.from(begin, "hex"), randomBytes(50)]);
  const found = packedKindOf(bytes);
  expect(found).toBe(kind);
  expect(found !== null && isClosed(found)).toBe(true);
});
