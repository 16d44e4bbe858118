import { expect, test } from "vitest";
import { parseBounded, parseOrNull } from "./parse-bounded.ts";

test("parses what is within its limits", () => {
  expect(parseBounded('{"a":[1,{"b":"]}\\"["}],"c":null}')).toEqual({
    value: { a: [1, { b: ']}"[' }], c: null },
  });
  expect(parseOrNull("[]")).toEqual([]);
});

test.each([
  ["a million lists in each other", "[".repeat(1_000_000) + "]".repeat(1_000_000), "nested too deeply"],
  ["a million objects in each other", '{"a":'.repeat(800_000), "nested too deeply"],
  ["two million values", `[${"1,".repeat(1_999_999)}1]`, "more than 200000 values"],
  ["a hundred million characters", `"${"x".repeat(100_000_000)}"`, "longer than"],
  ["NUL in a string", '"a\0b"', "not valid JSON"],
  ["an open string", '"[[[[', "not valid JSON"],
  ["nothing", "", "not valid JSON"],
])("refuses %s by name", (_, text, problem) => {
  expect(parseBounded(text)).toEqual({
    problem: expect.stringContaining(problem),
  });
  expect(parseOrNull(text)).toBeNull();
});

test("does not take brackets inside strings for depth", () => {
  expect(parseBounded(JSON.stringify("[".repeat(100_000)))).toMatchObject({ value: "[".repeat(100_000) });
});

test("has __proto__ as an entry like any other, and keeps lone surrogates and escaped NUL as they are", () => {
  const value = parseOrNull('{"__proto__":{"isAdmin":true},"s":"\\ud800","n":"\\u0000"}') as object;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value)).toEqual(["__proto__", "s", "n"]);
  expect("isAdmin" in value).toBe(false);
  expect(value).toMatchObject({ s: "\ud800", n: "\0" });
});
