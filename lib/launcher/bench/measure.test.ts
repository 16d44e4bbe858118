import { describe, expect, it } from "vitest";
import { median, pairsOf } from "./measure.ts";

describe("median", () => {
  it("is not moved by one slow run", () => {
    expect(median([3, 900, 1, 2, 4])).toBe(3);
  });

  it("lies between the middle two of an even number", () => {
    expect(median([4, 1, 2, 10])).toBe(3);
  });

  it("is not a number where nothing was measured", () => {
    expect(median([])).toBeNaN();
  });
});

it("counts each pair in both directions", () => {
  expect(pairsOf(3)).toBe(6);
  expect(pairsOf(40)).toBe(1_560);
});
