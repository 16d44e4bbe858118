import { expect, test } from "vitest";
import { findUnsound } from "./find-unsound.ts";

test.each<[string, unknown, string]>([
  ["NUL in a text", { a: { b: ["x", "y\0"] } }, "a.b.1"],
  ["NUL in a name", { "a\0b": 1 }, "a�b"],
  ["NUL alone", "\0", ""],
  ["half a character", { name: "x\ud800" }, "name"],
  ["the other half", { name: "\udc00x" }, "name"],
  ["half a character in a name", { "\udfff": 1 }, "�"],
  ["a prototype", JSON.parse('{"a":{"__proto__":{"x":1}}}'), "a.__proto__"],
])("finds %s", (_what, input, path) => {
  expect(findUnsound(input)).toMatchObject({ path });
});

test("finds nesting without end, and doesn't follow it", () => {
  const deep: unknown = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
  expect(findUnsound(deep)).toMatchObject({ problem: expect.stringContaining("64 levels") });
  const round: { self?: unknown } = {};
  round.self = round;
  expect(findUnsound(round)).not.toBeNull();
  let doubled: unknown[] = [];
  for (let level = 0; level < 60; level += 1) doubled = [doubled, doubled];
  expect(findUnsound(doubled)).toMatchObject({ problem: expect.stringContaining("parts") });
});

test.each([
  undefined,
  null,
  "",
  "ünïcödé 👩‍👩‍👧 \n\t",
  { a: [1, true, null, { b: "c" }], constructor: "x", toString: 1 },
  new Date(),
  new Map([["a", "\0"]]),
])("has nothing against %j", (input) => {
  expect(findUnsound(input)).toBeNull();
});
