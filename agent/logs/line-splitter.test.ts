import { expect, test } from "vitest";
import { createLineSplitter } from "./line-splitter.ts";

test("keeps the beginning of a line, and of a character, until the rest arrives", () => {
  const splitter = createLineSplitter();
  const bytes = Buffer.from("one\ntwö\n");
  expect(splitter.push(bytes.subarray(0, 7))).toEqual(["one"]);
  expect(splitter.push(bytes.subarray(7))).toEqual(["twö"]);
});

test("leaves out a line without end as a whole", () => {
  const splitter = createLineSplitter();
  expect(splitter.push(Buffer.from("s".repeat(300 * 1024)))).toEqual([]);
  expect(splitter.push(Buffer.from("secret end\nnext\n"))).toEqual([
    "[a line too long to show was left out]",
    "next",
  ]);
});
