import { expect, test } from "vitest";
import { openedBy } from "#lib/domain/probe/leaks.ts";
import { probeIds } from "#lib/domain/probe/probes.ts";
import { leaks } from "./leaks.ts";

test("every probe has a leak that is planted for it", () => {
  const opened = new Set(
    leaks.flatMap(({ id }) => {
      const { there, back, perhaps } = openedBy(id);
      return [...there, ...back, ...perhaps];
    }),
  );
  expect(probeIds.filter((id) => !opened.has(id))).toEqual([]);
});

test("every leak has a probe or an item that must notice it", () => {
  const unseen = leaks.filter(({ id }) => {
    const { there, items } = openedBy(id);
    return there.length + (items.target?.length ?? 0) + (items.source?.length ?? 0) === 0;
  });
  expect(unseen.map(({ id }) => id)).toEqual([]);
});
