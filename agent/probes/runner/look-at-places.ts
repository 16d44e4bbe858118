import { lstatSync, readdirSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import type { LookedLine } from "./lines.ts";
import type { Look, Place } from "./protocol.ts";

const maxFound = 20;
const maxLooked = 2000;

/**
 * What places this tenant sees under names: it tells of itself, as the target
 * that others then look for. Whoever lies here hides only its own.
 */
export function lookAtPlaces(order: Look): LookedLine {
  return {
    type: "looked",
    exact: order.exact.flatMap((file) => placeOf(file) ?? []),
    nearest: order.nearest.flatMap((directory) => nearestPlaceOf(directory) ?? []),
    left: Object.fromEntries(order.leftIn.map((directory) => [directory, leftBy(order.uid, directory)])),
  };
}

/** A path as this tenant sees it; null when there is nothing. */
function placeOf(file: string): Place | null {
  try {
    const { dev, ino } = statSync(file);
    return { path: file, id: `${dev}:${ino}` };
  } catch {
    return null;
  }
}

/** The directory itself, or the nearest above it that exists: whoever can write there can make the rest. */
function nearestPlaceOf(directory: string): Place | null {
  for (let at = directory; ; at = path.dirname(at)) {
    const place = placeOf(at);
    if (place !== null || at === path.dirname(at)) return place;
  }
}

/** What an OS user left in a directory that everybody may use, at most two levels down. */
function leftBy(uid: number, directory: string): { files: Place[]; sockets: Place[] } {
  const found = { files: [] as Place[], sockets: [] as Place[] };
  let looked = 0;
  const look = (at: string, depth: number) => {
    for (const name of namesIn(at)) {
      looked += 1;
      if (looked > maxLooked || found.files.length + found.sockets.length >= maxFound) return;
      const entry = path.join(at, name);
      const stat = lstatOf(entry);
      if (stat?.uid !== uid) continue;
      const place = { path: entry, id: `${stat.dev}:${stat.ino}` };
      if (stat.isFile()) found.files.push(place);
      else if (stat.isSocket()) found.sockets.push(place);
      else if (stat.isDirectory() && depth > 1) look(entry, depth - 1);
    }
  };
  look(directory, 2);
  return found;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function lstatOf(file: string): Stats | null {
  try {
    return lstatSync(file);
  } catch {
    return null;
  }
}
