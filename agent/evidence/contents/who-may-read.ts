import type { Stats } from "node:fs";

/** A user of the host, as the kernel looks at it. */
export type Reader = { readonly uid: number; readonly gids: readonly number[] };

/** Whoever has no user and group that anything belongs to. */
export const anybody: Reader = { uid: -1, gids: [] };

/**
 * Whether a user gets at a file and may read it, by owners and modes.
 *
 * @param way from the root directory to the file itself
 */
export function mayRead(way: readonly Pick<Stats, "uid" | "gid" | "mode">[], reader: Reader): boolean {
  return way.every((stat, index) => (bitsFor(stat, reader) & (index === way.length - 1 ? 4 : 1)) !== 0);
}

function bitsFor({ uid, gid, mode }: Pick<Stats, "uid" | "gid" | "mode">, reader: Reader): number {
  if (uid === reader.uid) return (mode >> 6) & 7;
  return reader.gids.includes(gid) ? (mode >> 3) & 7 : mode & 7;
}
