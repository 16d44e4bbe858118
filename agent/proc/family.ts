import type { LiveProcess } from "./read-process.ts";

/** The topmost process of a user among a process and what descends from it; null while there is none. */
export function topmostOfUid(
  processes: readonly LiveProcess[],
  pid: number,
  uid: number,
): LiveProcess | null {
  const children = Map.groupBy(processes, ({ ppid }) => ppid);
  const seen = new Set<number>();
  let generation = processes.filter((candidate) => candidate.pid === pid);
  while (generation.length > 0) {
    const found = generation.find((candidate) => candidate.uid === uid);
    if (found) return found;
    for (const candidate of generation) seen.add(candidate.pid);
    generation = generation
      .flatMap((candidate) => children.get(candidate.pid) ?? [])
      .filter((candidate) => !seen.has(candidate.pid));
  }
  return null;
}
