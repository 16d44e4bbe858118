import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { entryFrame, FrameReader, textFrame } from "./frames.ts";

const most = { bytes: 1000, entries: 3 };
const stream = Buffer.concat([
  textFrame(Buffer.from("first ")),
  entryFrame({ name: "!/a/ä", at: 0, size: 6 }),
  textFrame(Buffer.from("second")),
  entryFrame({ name: "!/b", at: 6, size: 6 }),
]);
const whole = {
  bytes: Buffer.from("first second"),
  entries: [
    { name: "!/a/ä", at: 0, size: 6 },
    { name: "!/b", at: 6, size: 6 },
  ],
};

test.each([1, 2, 7, 1000])("takes apart what comes in pieces of %i bytes", (size) => {
  const reader = new FrameReader(most);
  for (let at = 0; at < stream.length; at += size)
    expect(reader.push(stream.subarray(at, at + size))).toBe(true);
  expect(reader.end()).toEqual(whole);
});

test("gives what came when it was cut", () => {
  const reader = new FrameReader(most);
  reader.push(textFrame(Buffer.from("first second")).subarray(0, -4));
  expect(reader.end()).toEqual({ bytes: Buffer.from("first se"), entries: [] });
});

test("leaves out a name of what lies outside of the text", () => {
  const reader = new FrameReader(most);
  reader.push(textFrame(Buffer.from("text")));
  reader.push(entryFrame({ name: "a", at: 2, size: 3 }));
  reader.push(entryFrame({ name: "b", at: 0xffffffff, size: 0xffffffff }));
  expect(reader.end().entries).toEqual([]);
});

test("leaves out names of the same over and over", () => {
  const reader = new FrameReader({ bytes: 1000, entries: 20_000 });
  reader.push(textFrame(Buffer.alloc(1000, "x")));
  for (let at = 0; at < 10_000; at += 1) reader.push(entryFrame({ name: `${at}`, at: 0, size: 1000 }));
  expect(reader.end().entries).toHaveLength(4);
});

test.each<[what: string, frames: Buffer]>([
  ["more text than a limit", textFrame(Buffer.alloc(1001))],
  ["more names than a limit", Buffer.concat(Array(4).fill(entryFrame({ name: "a", at: 0, size: 0 })))],
  ["a name longer than a limit", Buffer.from([1, 0xff, 0xff, 0xff, 0xff])],
  ["a name without its numbers", Buffer.from([1, 4, 0, 0, 0])],
  ["a kind that there is none of", Buffer.from([2, 1, 0, 0, 0])],
])("takes no more after %s", (_, frames) => {
  expect(new FrameReader(most).push(frames)).toBe(false);
});

test("is done with anything", () => {
  for (let round = 0; round < 500; round += 1) {
    const reader = new FrameReader(most);
    for (let piece = 0; piece < 5 && reader.push(randomBytes(40)); piece += 1);
    expect(reader.end().bytes.length).toBeLessThanOrEqual(most.bytes);
  }
});

test("cuts a name that is longer than a limit", () => {
  const reader = new FrameReader(most);
  reader.push(textFrame(Buffer.from("x")));
  expect(reader.push(entryFrame({ name: "n".repeat(5000), at: 0, size: 1 }))).toBe(true);
  expect(reader.end().entries.map(({ name }) => name.length)).toEqual([1000]);
});
