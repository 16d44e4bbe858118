import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { packedBy, tarOf, zipOf } from "#agent/reader/testing/packed.ts";
import { type HostPrograms, hostPrograms } from "./host-program.ts";
import { mostUnpackedBytes, Outlet, type Rest, restCode, restsOf } from "./outlet.ts";
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
  const pieces: Buffer[] = [];
  const outlet = new Outlet(async (bytes) => void pieces.push(bytes));
  try {
    await unpack(descriptor, packedKindOf(content) as PackedKind, outlet, programs);
  } finally {
    closeSync(descriptor);
  }
  const bytes = Buffer.concat(pieces);
  return { bytes, hasSecret: bytes.includes(secret), rests: outlet.rests };
}

const ways: [way: string, pack: (content: Buffer) => Buffer][] = [
  ["gzip", gzipSync],
  ["zstd", zstdCompressSync],
  ["xz", (content) => packedBy("xz", content)],
  ["bzip2", (content) => packedBy("bzip2", content)],
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

const missing = { xz: ["/nowhere/xz"], bzip2: ["/nowhere/bzip2"] };
test.each<[program: "xz" | "bzip2", rest: Rest]>([
  ["xz", "no-xz"],
  ["bzip2", "no-bzip2"],
])("says that the host has no %s, and hands over the rest", async (program, rest) => {
  const packed = packedBy(program, text);
  expect(await unpacked(packed, missing)).toEqual({
    bytes: Buffer.alloc(0),
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

test.each<Rest[][]>([[[]], [["part"]], [["no-xz", "closed"]], [["part", "closed", "no-xz", "no-bzip2"]]])(
  "tells by its exit code what was left: %j",
  (rests) => {
    expect(restsOf(restCode(rests)).toSorted()).toEqual(rests.toSorted());
  },
);

test.each([1, 3, 13, 16, 32, 137, 255, null])("takes exit code %s for something left", (code) => {
  expect(restsOf(code)).toEqual(["part"]);
});
