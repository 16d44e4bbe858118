import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { itemsWithoutLeak, leakIds, openedBy } from "./leaks.ts";
import { probeIds, probeOf } from "./probes.ts";
import { probeFamilies } from "./record/probe-family.ts";

test("every record has a file of its name and stands on the list, once", () => {
  const files = readdirSync(path.join(import.meta.dirname, "probes")).sort();
  expect(files).toEqual(probeIds.map((id) => `${id.replace(".", "-")}.ts`).sort());
});

test("every probe has a leak with which it gets through", () => {
  expect(probeIds.filter((id) => Object.keys(probeOf(id).openedBy).length === 0)).toEqual([]);
});

test("every family has a probe", () => {
  const seen = new Set(probeIds.map((id) => probeOf(id).family));
  expect(probeFamilies.filter((family) => !seen.has(family))).toEqual([]);
});

test.each(probeIds)("%s says what is tried, what it means and what closes it", (id) => {
  const { attempt, risk, remedy, condition } = probeOf(id);
  expect(attempt).toMatch(/^[a-z].*[^.]$/);
  for (const sentence of [risk, remedy]) expect(sentence).toMatch(/^[A-Z].*[.)]$/s);
  expect(condition ?? "It.").toMatch(/^[A-Z].*\.$/);
});

test("what a leak opens is told from both ends of it", () => {
  expect(openedBy("hard-link")).toEqual({ there: ["files.anywhere"], back: [], perhaps: [], items: {} });
  expect(openedBy("open-state")).toEqual({
    ...{ there: ["files.state"], back: [], perhaps: [] },
    items: { target: ["state-directory"] },
  });
  expect(openedBy("no-refusals")).toEqual({
    there: ["host.address"],
    back: [],
    perhaps: ["host.dashboard", "host.metadata"],
    items: {},
  });
});

test("an item without a leak is named as one that nothing is planted for", () => {
  expect(itemsWithoutLeak()).not.toContain("workspace");
  expect(new Set(leakIds).size).toBe(leakIds.length);
  for (const id of leakIds) expect(openedBy(id)).toHaveProperty("items");
});
