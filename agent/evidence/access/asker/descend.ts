import path from "node:path";
import { isOpen, mayPass, statOf } from "./ask.ts";
import { as } from "./become.ts";
import { entriesOf, holdBelow, holdInside, letGo } from "./held-directory.ts";
import type { How, Subject } from "./order.ts";

/** Whether there is anything to ask further; only to be called as the subject. */
export function isAjar(subject: Subject, { place, isMounted }: Start): boolean {
  const isReplaceable = !isMounted && isOpen(subject, place, "replace");
  return isReplaceable || mayPass(place) || isOpen(subject, place, "list");
}

const mostEntries = 20_000;
/** Of each part of a tree, so that every item that it belongs to is told of. */
const mostFoundEach = 3;
const partDepth = 2;
const mostDepth = 24;

type Start = {
  readonly place: string;
  readonly isMounted: boolean;
  /** Where its entries are told, as far as it is not told there itself. */
  readonly tree: string;
  readonly below: string;
};
type Descent = { readonly found: readonly { place: string; how: How }[]; readonly isWhole: boolean };

/**
 * What of a directory that is somebody else's is open to a user, by name: root
 * says what is there, where the user can't list it. It goes no further than
 * the user may pass, so a directory that is closed costs one question.
 */
export function descend(subject: Subject, start: Start, until: number): Descent {
  const found: { place: string; how: How }[] = [];
  const counts = new Map<string, number>();
  const partOf = (place: string) =>
    path.join(start.below, path.relative(start.place, place)).split("/").slice(0, partDepth).join("/");
  const isFull = (place: string) => (counts.get(partOf(place)) ?? 0) >= mostFoundEach;
  let looked = 0;
  let isWhole = true;
  const visit = (directory: string, held: number, depth: number): void => {
    const entries = entriesOf(held);
    looked += entries.length;
    if (looked > mostEntries || depth > mostDepth || performance.now() > until) {
      isWhole = false;
      return;
    }
    const inside = as(subject, () => {
      for (const how of ["list", "write"] as const) ask(directory, how);
      if (!mayPass(directory)) return null;
      return entries.flatMap(({ name }) => {
        const place = path.join(directory, name);
        const stat = statOf(place);
        if (stat?.isDirectory()) return [name];
        if (stat !== null) for (const how of ["read", "write"] as const) ask(place, how);
        return [];
      });
    });
    for (const name of inside ?? []) {
      const place = path.join(directory, name);
      // What lies deeper is of the same part.
      if (depth >= partDepth && isFull(place)) return;
      const inner = holdInside(held, name);
      if (inner === null) continue;
      visit(place, inner, depth + 1);
      letGo(inner);
    }
  };
  const ask = (place: string, how: How) => {
    if (isFull(place) || !isOpen(subject, place, how)) return;
    found.push({ place, how });
    counts.set(partOf(place), (counts.get(partOf(place)) ?? 0) + 1);
  };
  const isPassed = as(subject, () => {
    // Whose own directory something is mounted in may hide it, and changes nothing by that.
    if (!start.isMounted) ask(start.place, "replace");
    if (mayPass(start.place)) return true;
    ask(start.place, "list");
    return false;
  });
  const held = isPassed ? holdBelow(start.tree, start.below) : null;
  if (held === null) return { found, isWhole: !isPassed };
  visit(start.place, held, 0);
  letGo(held);
  return { found, isWhole };
}
