import { type Dir, lstatSync, opendirSync, type Stats } from "node:fs";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { plantPrefix } from "../../staged/plant-prefix.ts";
import { digest } from "./finding.ts";
import { mountPoints } from "./mount-points.ts";
import { mostSockets } from "./protocol.ts";
import { readStart } from "./read-start.ts";

/** What a source sees of the things it was told to look for, wherever they lie. */
export type Surroundings = {
  /** The first path at which each "device:inode" was met. */
  readonly places: ReadonlyMap<string, string>;
  /** Canaries that could be read, each with the digest of what is in it. */
  readonly canaries: readonly { readonly path: string; readonly proof: string }[];
  /** Socket files that it met: not more than one above what is asked. */
  readonly sockets: readonly string[];
  /** Everything in its own tree was looked at. */
  readonly isTreeWhole: boolean;
  readonly looked: number;
};

type Limit = { readonly entries: number; readonly ms: number };
type Limits = { readonly tree: Limit; readonly host: Limit };
const usualLimits: Limits = { tree: { entries: 100_000, ms: 5_000 }, host: { entries: 20_000, ms: 1_000 } };
/** The host's own programs, and the kernel's tables, which have probes of their own. */
const systemPlaces = new Set(
  [
    ["proc", "sys", "usr", "bin", "sbin", "boot", "snap"],
    ["lib", "lib32", "lib64", "libx32", "dev/pts", "dev/mqueue", "var/lib/dpkg"],
  ].flatMap((names) => names.map((name) => `/${name}`)),
);
/** A server that does not answer would hold up whoever looks. */
const networkFileSystems = /^(nfs|cifs|smb|autofs|ceph|afs|9p|fuse\.sshfs)/;
const yieldEvery = 500;

/**
 * Walks what this process sees, its own tree first and whole, then whatever is
 * mounted, then the rest of the host within bounds. No link is followed: what
 * a link leads to is somewhere else, or not to be seen from here.
 *
 * @param own what stands in its tree, which it may pass without being able to list it
 * @param names what stands in others' trees: where one lies, it may be passed without being listed as well
 */
export async function lookAround(
  tree: string,
  own: readonly string[],
  sought: ReadonlySet<string>,
  names: readonly string[],
  limits: Limits = usualLimits,
): Promise<Surroundings> {
  const places = new Map<string, string>();
  const canaries: { path: string; proof: string }[] = [];
  const sockets: string[] = [];
  const seenDirectories = new Set<string>();
  let looked = 0;
  /** True when it is a directory that was not met before. */
  const meet = (entry: string): boolean => {
    looked += 1;
    const stat = lstatOf(entry);
    if (stat === null) return false;
    const id = `${stat.dev}:${stat.ino}`;
    if (sought.has(id) && !places.has(id)) places.set(id, entry);
    if (stat.isFile() && isCanary(path.basename(entry))) {
      const content = readStart(entry);
      if (content !== null) canaries.push({ path: entry, proof: digest(content) });
    }
    if (stat.isSocket() && sockets.length <= mostSockets) sockets.push(entry);
    if (!stat.isDirectory() || seenDirectories.has(id)) return false;
    seenDirectories.add(id);
    return true;
  };
  const walk = async (roots: readonly string[], limit: Limit, isTree: boolean) => {
    const until = performance.now() + limit.ms;
    const last = looked + limit.entries;
    const queue = roots.filter(meet);
    for (const directory of queue) {
      for (const name of namesIn(directory, names)) {
        if (looked >= last || performance.now() > until) return false;
        if (looked % yieldEvery === 0) await nextTurn();
        const entry = path.join(directory, name);
        if (!isTree && isLeftOut(entry, tree)) continue;
        if (meet(entry)) queue.push(entry);
      }
    }
    return true;
  };
  const isTreeWhole = await walk([tree, ...own, ...mountsBelow(tree)], limits.tree, true);
  await walk([...otherMounts(tree), "/"], limits.host, false);
  return { places, canaries, sockets, isTreeWhole, looked };
}

function isCanary(name: string): boolean {
  return name.startsWith(plantPrefix) && name.endsWith("-canary");
}

function lstatOf(file: string): Stats | null {
  try {
    return lstatSync(file);
  } catch {
    return null;
  }
}

/** Packages are the runtime's, the same for everybody, and many. */
function isLeftOut(entry: string, tree: string): boolean {
  return systemPlaces.has(entry) || entry === tree || path.basename(entry) === "node_modules";
}

/** What it holds; where that can't be listed, what may be in there by name. */
function* namesIn(directory: string, known: readonly string[]): Generator<string> {
  let handle: Dir | null = null;
  try {
    handle = opendirSync(directory, { bufferSize: 256 });
    for (let entry = handle.readSync(); entry !== null; entry = handle.readSync()) yield entry.name;
  } catch {
    // Closed to it, which is what is to be shown.
  } finally {
    handle?.closeSync();
  }
  if (handle === null) yield* known;
}

/** Also where what leads there can't be listed. */
function mountsBelow(tree: string): string[] {
  return mountPoints().flatMap(({ place, type }) =>
    place.startsWith(`${tree}/`) && !networkFileSystems.test(type) ? [place] : [],
  );
}

/** Where something is mounted besides the host's own programs and the tree. */
function otherMounts(tree: string): string[] {
  const isBelow = (place: string, above: string) => place === above || place.startsWith(`${above}/`);
  return mountPoints().flatMap(({ place, type }) => {
    const isLeft = place === "/" || isBelow(place, tree) || networkFileSystems.test(type);
    return isLeft || [...systemPlaces].some((system) => isBelow(place, system)) ? [] : [place];
  });
}
