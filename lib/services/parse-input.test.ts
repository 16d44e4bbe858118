import { expect, test } from "vitest";
import { z } from "zod";
import { parseInput } from "./parse-input.ts";

const anything = z.object({ name: z.string(), notes: z.array(z.string()).default([]) });

test.each<[string, unknown, string]>([
  ["NUL", { name: "a\0" }, "name"],
  ["half a character", { name: "a\ud800" }, "name"],
  ["NUL inside a list", { name: "a", notes: ["", "\0"] }, "notes.1"],
  ["NUL in what the schema leaves out", { name: "a", other: "\0" }, "other"],
  ["a name of JavaScript's own", JSON.parse('{"name":"a","__proto__":{}}'), "__proto__"],
])("refuses %s at its field, whatever the schema allows", (_what, input, field) => {
  expect(() => parseInput(anything, input)).toThrow(
    expect.objectContaining({ code: "INVALID", fields: { [field]: expect.any(String) } }),
  );
});

test("gives back what the schema makes of it", () => {
  expect(parseInput(anything, { name: "Ünï 👋" })).toEqual({ name: "Ünï 👋", notes: [] });
});
