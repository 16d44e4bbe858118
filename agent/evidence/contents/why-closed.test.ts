import { expect, test } from "vitest";
import { describeRests, whyClosed } from "./why-closed.ts";

const here = { xz: ["/bin/sh"], bzip2: ["/nowhere/bzip2", "/bin/sh"], lz4: [] };
const missing = { xz: ["/nowhere/xz"], bzip2: [], lz4: [] };

test.each([
  ["7z", here, "is packed with 7z, which nothing here opens"],
  ["age", here, "is locked with age, and nobody here has the key"],
  ["gzip", missing, null],
  ["cpio", missing, null],
  ["lz4", here, "could not be unpacked: this host has no lz4"],
  ["xz", here, null],
  ["xz", missing, "could not be unpacked: this host has no xz"],
  ["bzip2", here, null],
  ["bzip2", missing, "could not be unpacked: this host has no bzip2"],
] as const)("says of %s why no reader can unpack it", (kind, programs, words) => {
  expect(whyClosed(kind, programs)).toBe(words);
});

test("says why not all of a file was unpacked", () => {
  expect(describeRests(["part"])).toBe("could not be unpacked whole");
  expect(describeRests(["part", "no-xz", "no-bzip2"])).toBe(
    "could not be unpacked whole: this host has no xz, and this host has no bzip2",
  );
});
