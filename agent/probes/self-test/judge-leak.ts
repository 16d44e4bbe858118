import type { Item } from "#lib/domain/checklist/item.ts";
import type { OpenedItems } from "#lib/domain/probe/leak-items.ts";
import type { Opened } from "#lib/domain/probe/leaks.ts";
import type { LeakResult } from "#lib/host-agent/contract/self-test.ts";
import type { Red, RedItems } from "./find-red.ts";

const sides = ["source", "target"] as const;

/** What turned red with a leak and not without it, and whether that is all that had to and nothing else. */
export function judgeLeak(
  opened: Opened,
  before: Red,
  red: Red,
): Pick<LeakResult, "turnedRed" | "redItems" | "isCaught" | "detail"> {
  const detail = faultOf(opened, before, red);
  return {
    turnedRed: unique([...newIn(red.there, before.there), ...newIn(red.back, before.back)]),
    redItems: unique(sides.flatMap((side) => brokenAnew(red.items[side], before.items[side]))),
    isCaught: detail === null,
    detail,
  };
}

/** Why a leak is not caught: something missed it, was red before, or turned red without cause. */
function faultOf(opened: Opened, before: Red, red: Red): string | null {
  const leftOut = before.leftOut ?? red.leftOut;
  if (leftOut !== null) return leftOut.slice(0, 600);
  const ways = [
    { way: "", expected: opened.there, was: before.there, is: red.there },
    { way: " the other way", expected: opened.back, was: before.back, is: red.back },
  ];
  const faults = ways.flatMap(({ way, expected, was, is }) => [
    ...expected.filter((probe) => was.has(probe)).map((probe) => `${probe} was red without it${way}.`),
    ...expected
      .filter((probe) => !is.has(probe))
      .map((probe) => `${probe} did not turn red${way} (${(red.notRed.get(probe) ?? "").slice(0, 200)}).`),
    ...newIn(is, was)
      .filter((probe) => !expected.includes(probe) && !opened.perhaps.includes(probe))
      .map((probe) => `${probe} turned red too${way}.`),
  ]);
  const all = [...faults, ...sides.flatMap((side) => itemFaults(side, opened.items, before, red))];
  return all.length === 0 ? null : all.join(" ").slice(0, 600);
}

function itemFaults(side: "source" | "target", opened: OpenedItems, before: Red, red: Red): string[] {
  const [was, is, expected] = [before.items[side], red.items[side], opened[side] ?? []];
  const perhaps = opened.perhaps ?? [];
  const anew = brokenAnew(is, was);
  return [
    ...expected
      .filter((item) => !anew.includes(item))
      .map(
        (item) =>
          `The ${side}'s ${item} ${was.has(item) ? "was red without it and says nothing more" : "did not turn red"}.`,
      ),
    ...newIn(is, was)
      .filter((item) => !expected.includes(item) && !perhaps.includes(item))
      .map(
        (item) => `The ${side}'s ${item} turned red too (${(is.get(item) ?? []).join(" ").slice(0, 200)}).`,
      ),
  ];
}

/** Items with something wrong that was not before: a host may have faults of its own meanwhile. */
function brokenAnew(is: RedItems, was: RedItems): Item[] {
  const isNew = ([item, wrongs]: readonly [Item, readonly string[]]) =>
    wrongs.some((wrong) => !was.get(item)?.includes(wrong));
  return [...is]
    .filter(isNew)
    .map(([item]) => item)
    .sort();
}

type Some<T> = Pick<ReadonlySet<T>, "keys" | "has">;

function newIn<T extends string>(is: Some<T>, was: Some<T>): T[] {
  return [...is.keys()].filter((each) => !was.has(each)).sort();
}

export function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
