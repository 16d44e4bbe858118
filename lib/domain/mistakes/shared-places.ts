import type { ViewPlace } from "./configuration-view.ts";

export type SharedPlace = { readonly mine: ViewPlace; readonly theirs: ViewPlace };

/** What two lists of places have in common: the same place, the same inode, or one inside the other. */
export function shareOf(mine: readonly ViewPlace[], theirs: readonly ViewPlace[]): SharedPlace[] {
  return mine.flatMap((a) =>
    theirs
      .filter((b) => isSame(a, b) || isBelow(a.real, b.real) || isBelow(b.real, a.real))
      .map((b) => ({ mine: a, theirs: b })),
  );
}

/** True when `inner` is `outer` or lies below it. Both absolute. */
export function isBelow(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith("/") ? outer : `${outer}/`);
}

function isSame(a: ViewPlace, b: ViewPlace): boolean {
  return a.real === b.real || (a.inode !== null && a.inode === b.inode);
}
