import { realpath } from "node:fs/promises";
import type { AgentContext } from "#agent/context/context.ts";
import { isInside } from "#agent/files/inspect-place.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Root } from "./looker/look-order.ts";

/** Where copies end up that somebody made by hand or a program left. */
export const placesOfCopies: readonly string[] = [
  ...["/tmp", "/var/tmp", "/dev/shm", "/srv", "/opt", "/home", "/var/backups", "/root"],
  ...["/etc", "/var/log", "/var/spool", "/mnt", "/media"],
];

/** The tenant's tree, and directories that its record puts elsewhere. What its process or configuration says is no way. */
export async function rootsOf({ layout }: TenantRecord): Promise<Root[]> {
  const { tree, config, home, state, workspace, logs, backups, secrets, cache, output } = layout;
  const elsewhere = [tree, config, home, state, workspace, logs, backups, secrets, cache, output].filter(
    (place) => place === tree || !isInside(place, tree),
  );
  const real = await Promise.all(elsewhere.map((place) => realpath(place).catch(() => null)));
  const there = [...new Set(real.filter((place) => place !== null))];
  const outermost = there.filter(
    (place) => !there.some((other) => other !== place && isInside(place, other)),
  );
  return outermost.map((path) => ({ path, kind: "tree", leftOut: [] }));
}

/** What else is looked through: not the installation itself, and no tenant's tree a second time. */
export async function otherRoots(
  { paths }: AgentContext,
  places: readonly string[],
  trees: readonly Root[],
): Promise<Root[]> {
  // The runtimes are root's alone to write, and tens of thousands of files.
  const own = await Promise.all(
    [paths.home, paths.runtimeStore].map((place) => realpath(place).catch(() => place)),
  );
  const leftOut = [...own, ...trees.map(({ path }) => path)];
  const real = await Promise.all(places.map((place) => realpath(place).catch(() => null)));
  return [...new Set(real.filter((place) => place !== null))].map((path) => ({
    path,
    kind: "place",
    leftOut,
  }));
}
