import path from "node:path";
import type { Floors } from "./floors.ts";

/** Where a file stands in its root. `floor` counts from the ground; null for a folder that stands nowhere. */
export type Place = { readonly folder: string; readonly floor: number | null };

/** The place of a file below `root`: that of the nearest folder around it that is named. */
export function placeOf(file: string, root: string, floors: Floors): Place {
  const own = path.posix.relative(root, path.posix.dirname(file)) || ".";
  for (let folder = own; folder !== "."; folder = path.posix.dirname(folder)) {
    const floor = floors.findIndex((folders) => folders.includes(folder));
    if (floor !== -1) return { folder, floor };
  }
  const ground = own === "." ? floors.findIndex((folders) => folders.includes(".")) : -1;
  return { folder: own, floor: ground === -1 ? null : ground };
}

export function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}
