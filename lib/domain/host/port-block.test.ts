import { expect, test } from "vitest";
import { containsPort, lastPort, overlaps } from "./port-block.ts";

const block = { base: 20_000 };

test("has 120 ports, the last one included", () => {
  expect(lastPort(block)).toBe(20_119);
  expect(containsPort(block, 20_119)).toBe(true);
  expect(containsPort(block, 20_120)).toBe(false);
});

test.each([
  [19_880, false],
  [19_881, true],
  [20_000, true],
  [20_119, true],
  [20_120, false],
])("a block from %i overlaps: %s", (base, expected) => {
  expect(overlaps(block, { base })).toBe(expected);
  expect(overlaps({ base }, block)).toBe(expected);
});
