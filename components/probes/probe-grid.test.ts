import { describe, expect, it } from "vitest";
import type { ProbeCellDto, ProbeTenantDto } from "#lib/services/probe/probe-dto.ts";
import { gridOf, troubledCells } from "./probe-grid.ts";

const tenants = ["a", "b", "c"].map(
  (slug): ProbeTenantDto => ({ slug, name: slug, clientName: "Client", rung: "os-user" }),
);

function cell(
  source: string,
  target: string,
  failed = 0,
  change: ProbeCellDto["change"] = null,
  accepted = 0,
): ProbeCellDto {
  return {
    source,
    target,
    verdict: failed > 0 ? "failed" : accepted > 0 ? "accepted" : "proven",
    counts: { proven: 48 - failed - accepted, failed, "not-measured": 0, accepted, "not-applicable": 0 },
    stale: null,
    change,
  };
}

const cells = [
  cell("a", "b", 2),
  cell("a", "c"),
  cell("b", "a"),
  cell("b", "c", 5, "new-failure"),
  cell("c", "a"),
  cell("c", "b"),
];
const slugs = (list: readonly ProbeTenantDto[]) => list.map(({ slug }) => slug).join("");

describe("gridOf", () => {
  it("has every tenant on both sides, and nothing where one meets itself", () => {
    const grid = gridOf({ tenants, cells }, "");
    expect([slugs(grid.sources), slugs(grid.targets)]).toEqual(["abc", "abc"]);
    expect(grid.cellOf("a", "a")).toBeNull();
  });

  it("keeps only the rows and columns with trouble", () => {
    const grid = gridOf({ tenants, cells }, "failed");
    expect([slugs(grid.sources), slugs(grid.targets)]).toEqual(["ab", "bc"]);
    expect(grid.cellOf("a", "c")).toBeNull();
  });

  it("keeps only pairs of which something is accepted, whatever else failed", () => {
    const some = [...cells.slice(0, 4), cell("c", "a", 3, null, 1), cell("c", "b", 0, null, 1)];
    const grid = gridOf({ tenants, cells: some }, "accepted");
    expect([slugs(grid.sources), slugs(grid.targets)]).toEqual(["c", "ab"]);
  });

  it("keeps only what changed", () => {
    const grid = gridOf({ tenants, cells }, "changed");
    expect([slugs(grid.sources), slugs(grid.targets)]).toEqual(["b", "c"]);
  });
});

describe("troubledCells", () => {
  it("puts the pair that most got through first", () => {
    expect(troubledCells(cells).map(({ source, target }) => source + target)).toEqual(["bc", "ab"]);
  });

  it("puts accepted pairs after those that nobody answers for", () => {
    const all = [cell("c", "a", 0, null, 30), ...cells.slice(0, 3)];
    expect(troubledCells(all).map(({ source, target }) => source + target)).toEqual(["ab", "ca"]);
  });
});
