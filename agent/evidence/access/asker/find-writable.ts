import { lstatSync, type Stats } from "node:fs";
import path from "node:path";
import { entriesOf, holdDirectory, holdInside, letGo } from "./held-directory.ts";

const mostEntries = 300_000;
const mostSuspects = 20_000;

/**
 * What of a tree a tenant's user may be able to change. Without a group's or
 * everybody's right to write no access list gives it to anyone: the group's
 * bits are the list's mask. Into a tenant's own directory it does not go.
 */
export function findWritable(
  start: string,
  { isDeep, uids, until }: { isDeep: boolean; uids: ReadonlySet<number>; until: number },
): { readonly suspects: readonly string[]; readonly isWhole: boolean } {
  const suspects: string[] = [];
  let looked = 0;
  let isWhole = true;
  const isSuspect = (stat: Stats) => uids.has(stat.uid) || (stat.mode & 0o022) !== 0;
  const visit = (directory: string, held: number, depth: number): void => {
    for (const { name } of entriesOf(held)) {
      looked += 1;
      if (looked > mostEntries || suspects.length > mostSuspects || performance.now() > until) {
        isWhole = false;
        return;
      }
      const stat = statIn(held, name);
      if (stat === null || stat.isSymbolicLink()) continue;
      const place = path.join(directory, name);
      if (isSuspect(stat)) suspects.push(place);
      if (!stat.isDirectory() || !isDeep || uids.has(stat.uid) || depth > 60) continue;
      const inner = holdInside(held, name);
      if (inner === null) continue;
      visit(place, inner, depth + 1);
      letGo(inner);
    }
  };
  const held = holdDirectory(start);
  if (held === null) return { suspects, isWhole };
  const stat = lstatSync(`/proc/self/fd/${held}/.`);
  if (isSuspect(stat)) suspects.push(start);
  visit(start, held, 0);
  letGo(held);
  return { suspects, isWhole };
}

function statIn(held: number, name: string): Stats | null {
  try {
    return lstatSync(`/proc/self/fd/${held}/${name}`);
  } catch {
    return null;
  }
}
