import { describe, expect, it } from "vitest";
import { fitsHull, layOutHull } from "./hull-layout.ts";

const slugs = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`);

describe("layOutHull", () => {
  it.each([
    [1, 0],
    [2, 1],
    [5, 4],
  ])("puts %i tenants on one deck with %i walls", (count, walls) => {
    const hull = layOutHull(slugs(count), 1200);
    expect(hull.compartments).toHaveLength(count);
    expect(hull.walls).toHaveLength(walls);
    expect(new Set(hull.compartments.map(({ box }) => box.y)).size).toBe(1);
  });

  it("gives neighbours on two decks a wall fore, aft, above and below", () => {
    const hull = layOutHull(slugs(8), 1000);
    const pairs = hull.walls.map(({ a, b }) => `${a}-${b}`);
    expect(pairs).toContain("t0-t1");
    expect(pairs).toContain("t0-t2");
    expect(pairs).not.toContain("t0-t3");
    expect(pairs).toHaveLength(4 + 6);
  });

  it("lets a lone last tenant reach over both decks, next to both before it", () => {
    const hull = layOutHull(slugs(7), 1000);
    const pairs = hull.walls.map(({ a, b }) => `${a}-${b}`);
    expect(pairs).toEqual(expect.arrayContaining(["t4-t6", "t5-t6"]));
  });

  it("keeps every compartment inside the hull and off the forepeak", () => {
    for (const count of [1, 2, 6, 7, 16]) {
      const { compartments, forepeak, height } = layOutHull(slugs(count), 1000);
      for (const { box } of compartments) {
        expect(box.x + box.width).toBeLessThanOrEqual(forepeak.x + 0.01);
        expect(box.y + box.height).toBeLessThan(height);
      }
    }
  });
});

describe("fitsHull", () => {
  it.each([
    [2, 1000, true],
    [16, 1200, true],
    [17, 1200, false],
    [16, 640, false],
  ])("%i tenants at %i px: %s", (count, width, fits) => {
    expect(fitsHull(count, width)).toBe(fits);
  });
});
