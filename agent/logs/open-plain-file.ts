import { closeSync, constants, fstatSync, openSync } from "node:fs";

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

export type PlainFilePlace = {
  readonly directory: string;
  readonly name: string;
  /** Who must own the file. */
  readonly ownerUid: number;
};

/**
 * Opens a file for reading where somebody else could put a link, a pipe or
 * another's file in its place: only a regular file of the expected owner under
 * one name is opened. Waits for nobody.
 *
 * @returns its descriptor; "missing" when nothing is there, "foreign" when something else is
 */
export function openPlainFile({ directory, name, ownerUid }: PlainFilePlace): number | "missing" | "foreign" {
  const parent = openOr(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (typeof parent === "string") return parent;
  try {
    // O_NONBLOCK: opening a pipe would otherwise wait for a writer.
    const file = openOr(`/proc/self/fd/${parent}/${name}`, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (typeof file === "string") return file;
    const stat = fstatSync(file);
    if (stat.isFile() && stat.nlink <= 1 && stat.uid === ownerUid) return file;
    closeSync(file);
    return "foreign";
  } finally {
    closeSync(parent);
  }
}

function openOr(path: string, flags: number): number | "missing" | "foreign" {
  try {
    return openSync(path, flags);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "missing" : "foreign";
  }
}
