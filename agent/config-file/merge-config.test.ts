import { expect, test } from "vitest";
import { mergeConfig } from "./merge-config.ts";

test.each([
  ["objects are merged", { a: { x: 1, y: 1 } }, { a: { y: 2 } }, { a: { x: 1, y: 2 } }],
  ["lists follow each other", { a: [1] }, { a: [2] }, { a: [1, 2] }],
  ["lists of a file follow each other, too", [1], [2], [1, 2]],
  ["else the later one stays", { a: [1], b: { c: 1 } }, { a: "x", b: null }, { a: "x", b: null }],
  [
    "names that change what an object is are left out",
    { constructor: 1 },
    { a: { prototype: 1 } },
    { a: {} },
  ],
])("an include: %s", (_, under, over, merged) => {
  expect(mergeConfig(under, over)).toEqual(merged);
});
