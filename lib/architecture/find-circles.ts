import path from "node:path";
import type { Import } from "./read-imports.ts";

/** Folders that need each other, directly or through others: each group of them once, in order. */
export function findCircles(imports: readonly Import[]): string[][] {
  const needs = new Map<string, Set<string>>();
  for (const { from, to, isOurs } of imports) {
    const [folder, needed] = [path.posix.dirname(from), path.posix.dirname(to)];
    if (!isOurs || folder === needed) continue;
    needs.set(folder, (needs.get(folder) ?? new Set()).add(needed));
  }
  const reached = new Map([...needs.keys()].map((folder) => [folder, reachedFrom(folder, needs)]));
  const groups = new Map<string, string[]>();
  for (const [folder, all] of reached) {
    const circle = [...all].filter((other) => reached.get(other)?.has(folder)).sort();
    if (circle.length > 0) groups.set(circle.join(" "), circle);
  }
  return [...groups.values()];
}

/** What a folder needs, also through others; itself only when something of that needs it again. */
function reachedFrom(folder: string, needs: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const needed of needs.get(next) ?? []) {
      if (reached.has(needed)) continue;
      reached.add(needed);
      open.push(needed);
    }
  }
  return reached;
}
