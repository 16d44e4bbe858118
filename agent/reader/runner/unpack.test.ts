import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, crc32, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { arOf, cpioOf, packedBy, rpmOf, tarOf, zipOf } from "#agent/reader/testing/packed.ts";
import { FrameReader } from "./frames.ts";
import { findProgram, type HostPrograms, hostPrograms } from "./host-program.ts";
import { mostNamed, mostUnpackedBytes, Outlet, type Rest, restCode, restsOf } from "./outlet.ts";
import { type PackedKind, packedKindOf } from "./packed-kind.ts";
import { unpack } from "./unpack.ts";

const directory = mkdtempSync(path.join(tmpdir(), "bulkhead-unpack-"));
afterAll(() => rmSync(directory, { recursive: true }));

const secret = randomBytes(24).toString("base64url");
const text = Buffer.from(`${"a line of a log\n".repeat(2000)}token: ${secret}\n`);

async function unpacked(content: Buffer, programs: HostPrograms = hostPrograms) {
  const file = path.join(directory, "packed");
  writeFileSync(file, content);
  const descriptor = openSync(file, "r");
  const frames = new FrameReader({ bytes: mostUnpackedBytes, entries: mostNamed });
  const outlet = new Outlet(async (frame) => void expect(frames.push(frame)).toBe(true));
  try {
    await unpack(descriptor, packedKindOf(content) as PackedKind, outlet, programs);
  } finally {
    closeSync(descriptor);
  }
  const { bytes, entries } = frames.end();
  const names = entries
    .filter(({ at, size }) => bytes.subarray(at, at + size).equals(text))
    .map(({ name }) => name);
  return { bytes, names, hasSecret: bytes.includes(secret), rests: outlet.rests };
}

type Way = [way: string, pack: (content: Buffer) => Buffer];
const ways: Way[] = [
  ["gzip", gzipSync],
  ["zstd", zstdCompressSync],
  ["xz", (content) => packedBy("xz", content)],
  ["bzip2", (content) => packedBy("bzip2", content)],
  ...(findProgram("lz4") === null ? [] : [["lz4", (content: Buffer) => packedBy("lz4", content)] as Way]),
  ["zip", (content) => zipOf([["a", content]])],
  ["zip that packs nothing", (content) => zipOf([["a", content]], "stored")],
];

test.each(ways)("hands over everything that is in a file of %s", async (_, pack) => {
  expect(await unpacked(pack(text))).toMatchObject({ hasSecret: true, rests: [] });
});

test.each(ways)("hands over what is in a file of %s in a tar, a packed tar and a zip", async (_, pack) => {
  const inner = pack(text);
  const entries: [string, Buffer][] = [
    ["notes.md", Buffer.from("nothing")],
    ["inner", inner],
  ];
  for (const outer of [
    tarOf(entries),
    gzipSync(tarOf(entries)),
    packedBy("xz", tarOf(entries)),
    zipOf(entries),
  ])
    expect(await unpacked(outer)).toMatchObject({ hasSecret: true, rests: [] });
});

const debOf = (content: Buffer) =>
  arOf([
    ["debian-binary", Buffer.from("2.0\n")],
    ["control.tar.gz", gzipSync(tarOf([["control", Buffer.from("Package: x")]]))],
    ["data.tar.xz", packedBy("xz", tarOf([["./etc/x.conf", content]]))],
  ]);
test.each<[what: string, content: Buffer, name: string]>([
  ["a package of Debian's", debOf(text), "!/data.tar.xz!/etc/x.conf"],
  ["one in a zip", zipOf([["x.deb", debOf(text)]]), "!/x.deb!/data.tar.xz!/etc/x.conf"],
  ["a cpio", cpioOf([["a/b.gz", gzipSync(text)]]), "!/a/b"],
  ["a package of Red Hat's", rpmOf(gzipSync(cpioOf([["./usr/x", text]]))), "!/payload!/usr/x"],
  ["a file of brotli", zipOf([["x.json.br", brotliCompressSync(text)]]), "!/x.json"],
  ["a packed tar", gzipSync(tarOf([["a/b", text]])), "!/a/b"],
  ["a tar in a zip", zipOf([["z", tarOf([["a", text]])]]), "!/z!/a"],
  ["a packed file", gzipSync(text), ""],
])("hands over what is in %s, and by which names", async (_, content, name) => {
  const { hasSecret, rests, names } = await unpacked(content);
  expect({ hasSecret, rests }).toEqual({ hasSecret: true, rests: [] });
  expect(names).toContain(name);
});

test.each<[what: string, content: Buffer]>([
  ["a package of Debian's", debOf(text).subarray(0, -50)],
  ["a cpio", cpioOf([["a", text]]).subarray(0, -300)],
  ["a package of Red Hat's", rpmOf(text).subarray(0, 120)],
])("says that %s was cut", async (_, content) => {
  expect((await unpacked(content)).rests).toContain("part");
});

test("tells a name as the archive has it, however long, and no more names than a limit", async () => {
  const name = `${"long/".repeat(60)}x`;
  const long = tarOf([
    ["././@LongLink", Buffer.from(`${name}\0`), "L"],
    ["cut", text],
  ]);
  expect((await unpacked(gzipSync(long))).names).toEqual([`!/${name}`]);
  const many = tarOf(Array.from({ length: mostNamed + 5 }, (_, at) => [`${at}`, Buffer.from("x")] as const));
  expect((await unpacked(gzipSync(many))).rests).toEqual([]);
});

/** So many packed files around it, of all ways in turn. */
function nested(levels: number): Buffer {
  let content: Buffer = text;
  for (let level = 0; level < levels; level += 1) {
    const [, pack] = ways[level % ways.length] ?? ["", gzipSync];
    content = pack(content);
  }
  return content;
}

test("goes three packed files deep into one, and says where more is packed", async () => {
  expect(await unpacked(nested(4))).toMatchObject({ hasSecret: true, rests: [] });
  expect(await unpacked(nested(5))).toMatchObject({ hasSecret: false, rests: ["part"] });
  const tars = (levels: number): Buffer => (levels === 0 ? nested(1) : tarOf([["a.tar", tars(levels - 1)]]));
  expect(await unpacked(tars(3))).toMatchObject({ hasSecret: true, rests: [] });
  expect(await unpacked(tars(50))).toMatchObject({ rests: ["part"] });
});

const begins = { xz: "fd377a585a00", bzip2: "425a6839314159265359", lz4: "04224d18" };
const missing = { xz: ["/nowhere/xz"], bzip2: ["/nowhere/bzip2"], lz4: ["/nowhere/lz4"] };
test.each<[program: "xz" | "bzip2" | "lz4", rest: Rest]>([
  ["xz", "no-xz"],
  ["bzip2", "no-bzip2"],
  ["lz4", "no-lz4"],
])("says that the host has no %s, and hands over the rest", async (program, rest) => {
  const packed = Buffer.concat([Buffer.from(begins[program], "hex"), randomBytes(50)]);
  expect(await unpacked(packed, missing)).toEqual({
    bytes: Buffer.alloc(0),
    names: [],
    hasSecret: false,
    rests: [rest],
  });
  const beside = zipOf([
    ["a.xz", packed],
    ["b.md", text],
  ]);
  expect(await unpacked(beside, missing)).toMatchObject({ hasSecret: true, rests: [rest] });
});

test.each<[what: string, content: Buffer]>([
  ["a locked entry", zipOf([["a", text]], "locked")],
  ["an entry packed in another way", zipOf([["a", text]], "bzip2")],
  ["a 7z file", zipOf([["a.7z", Buffer.from("377abcaf271c0004", "hex")]])],
  ["a rar file in a tar", tarOf([["a.rar", Buffer.from("Rar!\x1a\x07\x01\0", "latin1")]])],
])("says that nothing here opens %s", async (_, content) => {
  expect(await unpacked(content)).toMatchObject({ hasSecret: false, rests: ["closed"] });
});

test.each(ways)("hands over what there is of a file of %s that was cut, and says so", async (_, pack) => {
  const packed = pack(randomBytes(3_000_000));
  expect((await unpacked(packed.subarray(0, packed.length - 50_000))).rests).toEqual(["part"]);
});

test.each(ways)("hands over no more than a limit of what %s was packed to fill the disk", async (_, pack) => {
  const zeros = Buffer.alloc(20 * 1024 * 1024);
  const packed = pack(zeros);
  const bomb = tarOf(Array.from({ length: 5 }, (_, at) => [`${at}`, packed] as const));
  const { bytes, rests } = await unpacked(gzipSync(bomb));
  expect(bytes.length).toBe(mostUnpackedBytes);
  expect(rests).toEqual(["part"]);
});

test("opens no more packed files inside of one than a limit, and says so", async () => {
  const many = tarOf(Array.from({ length: 3000 }, (_, at) => [`${at}.gz`, gzipSync("x")] as const));
  const { bytes, rests } = await unpacked(gzipSync(many));
  expect(bytes.length).toBeLessThan(many.length + 3000 * 6);
  expect(rests).toEqual(["part"]);
});

test("unpacks no xz file that asks for more memory than a limit", async () => {
  const packed = packedBy("xz", text);
  const block = packed.subarray(12, 12 + ((packed[12] ?? 0) + 1) * 4);
  const dictionary = block.indexOf(Buffer.of(0x21, 1)) + 2;
  const asking = (dictionaryCode: number) => {
    block[dictionary] = dictionaryCode;
    block.writeUInt32LE(crc32(block.subarray(0, -4)), block.length - 4);
    return unpacked(packed);
  };
  expect(await asking(28)).toMatchObject({ hasSecret: true, rests: [] });
  expect(await asking(38)).toMatchObject({ hasSecret: false, rests: ["part"] });
});

test("is done with a tar whose entries say more than there is", async () => {
  const whole = gzipSync(tarOf([["inner.gz", gzipSync(text)]]));
  expect((await unpacked(whole)).rests).toEqual([]);
  const cut = gzipSync(tarOf([["inner.gz", gzipSync(text)]]).subarray(0, 600));
  expect((await unpacked(cut)).rests).toEqual(["part"]);
});

test.each<Rest[][]>([
  [[]],
  [["part"]],
  [["no-xz", "closed"]],
  [["part", "closed", "no-xz", "no-bzip2", "no-lz4"]],
])("tells by its exit code what was left: %j", (rests) => {
  expect(restsOf(restCode(rests)).toSorted()).toEqual(rests.toSorted());
});

test.each([1, 3, 13, 64, 96, 137, 255, null])("takes exit code %s for something left", (code) => {
  expect(restsOf(code)).toEqual(["part"]);
});
