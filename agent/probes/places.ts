import { lstatSync, readdirSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import type { Place } from "./runner/protocol.ts";

/** Where every user of a host may leave things. */
export const sharedDirectories = ["/tmp", "/var/tmp", "/dev/shm"] as const;

const maxFound = 20;
const maxLooked = 2000;

/** A path as a process sees it; null when there is nothing. */
export function placeOf(pid: number | null, file: string): Place | null {
  try {
    const { dev, ino } = statSync(rootOf(pid) + file);
    return { path: file, id: `${dev}:${ino}` };
  } catch {
    return null;
  }
}

/** The directory itself, or the nearest above it that exists: whoever can write there can make the rest. */
export function nearestPlaceOf(pid: number | null, directory: string): Place | null {
  for (let at = directory; ; at = path.dirname(at)) {
    const place = placeOf(pid, at);
    if (place !== null || at === path.dirname(at)) return place;
  }
}

export function rootOf(pid: number | null): string {
  return pid === null ? "" : `/proc/${pid}/root`;
}

/** What an OS user left in a directory that everybody may use, at most two levels down. */
export function leftBy(
  uid: number,
  pid: number | null,
  directory: string,
): { files: Place[]; sockets: Place[] } {
  const found = { files: [] as Place[], sockets: [] as Place[] };
  let looked = 0;
  const look = (at: string, depth: number) => {
    for (const name of namesIn(rootOf(pid) + at)) {
      looked += 1;
      if (looked > maxLooked || found.files.length + found.sockets.length >= maxFound) return;
      const entry = path.join(at, name);
      const stat = lstatOf(rootOf(pid) + entry);
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
