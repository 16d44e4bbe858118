import { lstatSync, type Stats } from "node:fs";
import { opendir } from "node:fs/promises";
import path from "node:path";
import type { Participant } from "./participant.ts";
import { mountPoints } from "./runner/mount-points.ts";

/** Together, so that a host with many tenants sends no more than one with few. */
const maxShown = 40_000;
const fewest = 500;
const most = 10_000;
const maxLooked = 30_000;

/** By id, the user that owns it. */
type Ids = { readonly own: Map<string, number>; readonly mounted: Map<string, number> };

/**
 * The "device:inode" of what lies in each tenant's tree. By these another
 * tenant's runner knows it when it meets it under another path; names are not
 * told. What is mounted into a tree is the tenant's, unless it lies in
 * another's tree by itself: then it is that one's. A file with a name in two
 * trees is that tenant's whose user owns it; where neither does, nobody can
 * tell, and it is both's.
 */
export async function collectTenantIds(
  participants: readonly Participant[],
): Promise<Map<Participant, readonly string[]>> {
  const bound = Math.min(most, Math.max(fewest, Math.floor(maxShown / Math.max(1, participants.length))));
  const mounts = new Set(mountPoints().map(({ place }) => place));
  const found = new Map<Participant, Ids>();
  for (const one of participants) found.set(one, await idsOf(one, bound, mounts));
  const holders = new Map<string, Participant[]>();
  for (const [one, { own }] of found) {
    for (const id of own.keys()) holders.set(id, [...(holders.get(id) ?? []), one]);
  }
  const isOf = (one: Participant, id: string, uid: number) => {
    const owners = (holders.get(id) ?? []).filter(({ record }) => record.uid === uid);
    return owners.length === 0 || owners.includes(one);
  };
  return new Map(
    [...found].map(([one, { own, mounted }]) => [
      one,
      [
        ...[...own].filter(([id, uid]) => isOf(one, id, uid)),
        ...[...mounted].filter(([id]) => !holders.has(id)),
      ].map(([id]) => id),
    ]),
  );
}

/** Canaries first, then from the top down. Beyond the bound only what has a second name somewhere is taken along. */
async function idsOf(
  { layout, prepared }: Participant,
  bound: number,
  mounts: ReadonlySet<string>,
): Promise<Ids> {
  const ids: Ids = { own: new Map(), mounted: new Map() };
  for (const canary of prepared?.canaries ?? []) {
    const stat = statOf(canary);
    if (stat?.isFile()) ids.own.set(idOf(stat), stat.uid);
  }
  const queue = [{ directory: layout.tree, isMounted: false }];
  let looked = 0;
  for (const { directory, isMounted } of queue) {
    const entries = await opendir(directory).catch(() => null);
    if (entries === null) continue;
    for await (const { name } of entries) {
      looked += 1;
      if (looked > maxLooked) return ids;
      const entry = path.join(directory, name);
      const stat = statOf(entry);
      if (stat === null) continue;
      const isBelowMount = isMounted || mounts.has(entry);
      const into = isBelowMount ? ids.mounted : ids.own;
      const hasAnotherName = stat.isFile() && stat.nlink > 1;
      if (into.size < bound || hasAnotherName) into.set(idOf(stat), stat.uid);
      if (stat.isDirectory()) queue.push({ directory: entry, isMounted: isBelowMount });
    }
  }
  return ids;
}

function idOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

function statOf(file: string): Stats | null {
  try {
    return lstatSync(file);
  } catch {
    return null;
  }
}
