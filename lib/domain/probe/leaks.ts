import { type Item, items } from "../checklist/item.ts";
import { leakItems, type OpenedItems } from "./leak-items.ts";
import { type ProbeId, probeIds, probeOf, type probes } from "./probes.ts";
import type { LeakWay } from "./record/probe-record.ts";

type OpenedBy<P> = P extends { readonly openedBy: infer Leaks } ? keyof Leaks : never;

/** The leaks that the self-test plants: those that the probes' records name, and those that turn items red. */
export type LeakId = Extract<OpenedBy<(typeof probes)[number]> | keyof typeof leakItems, string>;

/** The probes that a leak opens between the two tenants of the self-test. */
export type Opened = {
  /** From source to target: they must get through. */
  readonly there: readonly ProbeId[];
  /** From target to source, where the leak is no one-way street. */
  readonly back: readonly ProbeId[];
  /** Either way: they may get through. */
  readonly perhaps: readonly ProbeId[];
  readonly items: OpenedItems;
};

export function openedBy(leak: LeakId): Opened {
  const opened = (...ways: readonly LeakWay[]) =>
    probeIds.filter((probe) => {
      const way = probeOf(probe).openedBy[leak];
      return way !== undefined && ways.includes(way);
    });
  const { [leak]: opens = {} }: Partial<Record<LeakId, OpenedItems>> = leakItems;
  return {
    there: opened("there", "both"),
    back: opened("back", "both"),
    perhaps: opened("perhaps"),
    items: opens,
  };
}

/** Every leak that there is. */
export const leakIds: readonly LeakId[] = [
  ...new Set([...probeIds.flatMap((id) => Object.keys(probeOf(id).openedBy)), ...Object.keys(leakItems)]),
] as LeakId[];

/** Items for which no leak is planted: nothing tests on the host whether a check would notice. */
export function itemsWithoutLeak(): readonly Item[] {
  const opened = new Set<Item>(
    leakIds.flatMap((id) => {
      const { target = [], source = [] } = openedBy(id).items;
      return [...target, ...source];
    }),
  );
  return items.filter((item) => !opened.has(item));
}

/** Kinds of faults that no leak of two throwaway tenants stands for, in words: "No leak is planted for …". */
export const kindsWithoutLeak = [
  "attempts and audits that a wrong clock or a silent agent makes worthless, by the same rule as the checklist's items",
  "what is mounted into the view of a Gateway that runs already",
] as const;
