import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { parseConnections } from "#agent/proc/parse-socket-table.ts";
import type { Participant } from "./participant.ts";
import type { Door, Route } from "./runner/protocol.ts";
import type { RunnerSession } from "./runner-session.ts";

/** Whatever else asks a Gateway how it is may come between, so in doubt it is tried again. */
const mostTries = 4;
/**
 * So many connections at once in each round: a Gateway to which they lead shows
 * at least as many new ones each time. In any order, so that two installations
 * that trace at once are not taken for each other.
 */
const rounds = [1, 2, 3] as const;

export type Traced = {
  readonly leads: readonly Participant[];
  /** Gateways to which so many others connect meanwhile that it can't be told. */
  readonly doubtful: readonly Participant[];
};

/**
 * To whose Gateways a listener leads, as it is reached from inside a boundary:
 * the runner opens connections there, to all of the routes at once, and the
 * kernel tells which Gateways have new ones. What answers says nothing of
 * whose it is, and could say anything.
 */
export async function traceDoor(
  session: RunnerSession,
  door: Door,
  routes: readonly Route[],
  targets: readonly Participant[],
): Promise<Traced> {
  let traced = await traceTwice(session, door, routes, targets);
  for (let tries = 1; traced.doubtful.length > 0 && tries < mostTries; tries += 1)
    traced = await traceTwice(session, door, routes, targets);
  return traced;
}

/** What leads somewhere does so again. Somebody else who knocks at a Gateway in the same moments rarely does. */
async function traceTwice(
  session: RunnerSession,
  door: Door,
  routes: readonly Route[],
  targets: readonly Participant[],
): Promise<Traced> {
  const first = await traceOnce(session, door, routes, targets);
  if (first.leads.length === 0) return first;
  const { leads } = await traceOnce(session, door, routes, first.leads);
  const unsure = first.leads.filter((each) => !leads.includes(each));
  return { leads, doubtful: [...first.doubtful, ...unsure] };
}

async function traceOnce(
  session: RunnerSession,
  door: Door,
  routes: readonly Route[],
  targets: readonly Participant[],
): Promise<Traced> {
  let candidates = targets.filter(({ gateway }) => gateway !== null);
  let longestMs = 0;
  for (const count of shuffled(rounds)) {
    const began = performance.now();
    const before = connectionsOf(candidates);
    const isOpen = await session.hold({ do: "hold", door, routes, count });
    const after = connectionsOf(candidates);
    await session.letGo();
    longestMs = Math.max(longestMs, performance.now() - began);
    if (!isOpen) return { leads: [], doubtful: candidates };
    candidates = candidates.filter((each) => countNew(before, after, each) >= count);
    if (candidates.length === 0) return { leads: [], doubtful: [] };
  }
  // With nobody knocking for as long nothing may come.
  const before = connectionsOf(candidates);
  await session.hold({ do: "hold", door, routes, count: 0 });
  await delay(longestMs);
  await session.letGo();
  const after = connectionsOf(candidates);
  const isQuiet = (each: Participant) => countNew(before, after, each) === 0;
  return {
    leads: candidates.filter(isQuiet),
    doubtful: candidates.filter((each) => !isQuiet(each)),
  };
}

function shuffled(counts: readonly number[]): number[] {
  return counts
    .map((count) => ({ count, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ count }) => count);
}

type Connections = ReadonlyMap<Participant, ReadonlyMap<string, boolean>>;

function connectionsOf(targets: readonly Participant[]): Connections {
  return new Map(targets.map((one) => [one, connectionsTo(one)]));
}

/** Those that somebody made to its Gateway, by their ends, and whether they stand or were closed a while ago. */
export function connectionsTo({ gateway, record }: Participant): ReadonlyMap<string, boolean> {
  const tables = [`/proc/${gateway?.pid}/net/tcp`, `/proc/${gateway?.pid}/net/tcp6`];
  return new Map(tables.flatMap((file) => [...parseConnections(readText(file), record.basePort)]));
}

/** One that stands between the ends of one that was closed before is new: the kernel takes ends again. */
function countNew(before: Connections, after: Connections, one: Participant): number {
  const earlier = before.get(one) ?? new Map<string, boolean>();
  return [...(after.get(one) ?? [])].filter(
    ([ends, stands]) => !earlier.has(ends) || (stands && earlier.get(ends) === false),
  ).length;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
