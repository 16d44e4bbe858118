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
  /** Gateways of which it can't be told. */
  readonly doubtful: readonly Participant[];
  /** Of those: to which as many connected as would have come that way, and others, too. */
  readonly disturbed: readonly Participant[];
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

/** Where others may have knocked at a Gateway in the same moments it is traced again: what leads there does so each time. */
async function traceTwice(
  session: RunnerSession,
  door: Door,
  routes: readonly Route[],
  targets: readonly Participant[],
): Promise<Traced> {
  const first = await traceOnce(session, door, routes, targets);
  const { leads, uneven } = first;
  if (uneven.length === 0) return first;
  const again = await traceOnce(session, door, routes, uneven);
  const unsure = uneven.filter((each) => !again.leads.includes(each));
  return {
    leads: leads.filter((each) => !unsure.includes(each)),
    doubtful: [...first.doubtful, ...unsure],
    disturbed: [...first.disturbed, ...unsure],
  };
}

type TracedOnce = Traced & {
  /** Of those to which it leads: where not the same came of each connection, so that others may have had a part in it. */
  readonly uneven: readonly Participant[];
};

async function traceOnce(
  session: RunnerSession,
  door: Door,
  routes: readonly Route[],
  targets: readonly Participant[],
): Promise<TracedOnce> {
  const seen = new Map<Participant, number[]>();
  let candidates = targets.filter(({ gateway }) => gateway !== null);
  let longestMs = 0;
  for (const count of shuffled(rounds)) {
    const began = performance.now();
    const before = connectionsOf(candidates);
    const isOpen = await session.hold({ do: "hold", door, routes, count });
    const after = connectionsOf(candidates);
    await session.letGo();
    longestMs = Math.max(longestMs, performance.now() - began);
    if (!isOpen) return { leads: [], doubtful: candidates, disturbed: [], uneven: [] };
    for (const each of candidates)
      seen.set(each, [...(seen.get(each) ?? []), countNew(before, after, each) / count]);
    candidates = candidates.filter((each) => (seen.get(each)?.at(-1) ?? 0) >= 1);
    if (candidates.length === 0) return { leads: [], doubtful: [], disturbed: [], uneven: [] };
  }
  // With nobody knocking for as long nothing may come.
  const before = connectionsOf(candidates);
  await session.hold({ do: "hold", door, routes, count: 0 });
  await delay(longestMs);
  await session.letGo();
  const after = connectionsOf(candidates);
  const isQuiet = (each: Participant) => countNew(before, after, each) === 0;
  const leads = candidates.filter(isQuiet);
  const disturbed = candidates.filter((each) => !isQuiet(each));
  return {
    leads,
    doubtful: disturbed,
    disturbed,
    uneven: leads.filter((each) => new Set(seen.get(each)).size > 1),
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
