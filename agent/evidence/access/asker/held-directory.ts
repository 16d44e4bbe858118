import { closeSync, constants, type Dirent, openSync, readdirSync } from "node:fs";

const { O_DIRECTORY, O_NOFOLLOW } = constants;
const O_PATH = 0o10000000;

/** Root's hold on a directory: what somebody puts in its place meanwhile is not gone into. */
export function holdDirectory(place: string): number | null {
  try {
    return openSync(place, O_PATH | O_DIRECTORY | O_NOFOLLOW);
  } catch {
    return null;
  }
}

export function holdInside(held: number, name: string): number | null {
  return holdDirectory(`/proc/self/fd/${held}/${name}`);
}

export function entriesOf(held: number): Dirent[] {
  try {
    return readdirSync(`/proc/self/fd/${held}`, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** A directory of a tree, name by name. */
export function holdBelow(tree: string, below: string): number | null {
  let held = holdDirectory(tree);
  for (const name of below.split("/").filter(Boolean)) {
    if (held === null) return null;
    const inner = holdInside(held, name);
    letGo(held);
    held = inner;
  }
  return held;
}

export function letGo(held: number): void {
  closeSync(held);
}
