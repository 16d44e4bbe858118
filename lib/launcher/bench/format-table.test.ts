import { describe, expect, it } from "vitest";
import { describeMachine, formatNumber, formatTable } from "./format-table.ts";

describe("the table", () => {
  it("shows each measurement as a ratio against its named baseline", () => {
    const row = { name: "lists", what: "10,000 tenants", seconds: 0.03, baseline: "100 tenants" };
    const [, line] = formatTable([{ ...row, baselineSeconds: 0.01 }]).split("\n");
    expect(line?.split(/ {2,}/)).toEqual([
      ...["lists", "10,000 tenants", "0.0300", "100 tenants", "0.0100", "3.00"],
    ]);
  });

  it("keeps its columns one below the other", () => {
    const row = { what: "w", baseline: "b", baselineSeconds: 1 };
    const lines = formatTable([
      { ...row, name: "a", seconds: 1 },
      { ...row, name: "longer", seconds: 12_345 },
    ]).split("\n");
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });
});

it("warns on a machine that has something else to do", () => {
  expect(describeMachine({ cores: 2, load: 0.4 })).not.toContain("busy");
  expect(describeMachine({ cores: 2, load: 3.1 })).toContain("these numbers are worth little");
});

it.each([
  [421.4, "421"],
  [42.14, "42.1"],
  [4.214, "4.21"],
  [0.04214, "0.0421"],
  [0.00004, "0.00004"],
  [Number.NaN, "–"],
])("writes %f as %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});
