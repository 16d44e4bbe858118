import { readFileSync } from "node:fs";
import { parseConnections } from "#agent/proc/parse-socket-table.ts";
import type { Participant } from "./participant.ts";
import type { Door } from "./runner/protocol.ts";
import type { RunnerSession } from "./runner-session.ts";

/** Whatever else asks a Gateway how it is may come between, so in doubt it is tried again. */
const mostTries = 4;
/** So many connections at once in each round: a Gateway to which they lead shows at least as many new ones each time. */
const rounds = [1, 2, 3] as const;

export type Traced = {
  readonly leads: readonly Participant[];
  /** Gateways to which so many others connect meanwhile that it can't be told. */
  readonly doubtful: readonly Participant[];
};

/**
 * To whose Gateways a listener leads, as it is reached from inside a boundary:
 * the runner opens connections there, and the kernel tells which Gateway has
 * new ones. What answers says nothing of whose it is, and could say anything.
 */
export async function traceDoor(
  session: RunnerSession,
  door: Door,
  targets: readonly Participant[],
): Promise<Traced> {
  let traced = await traceOnce(session, door, targets);
  for (let tries = 1; traced.doubtful.length > 0 && tries < mostTries; tries += 1)
    traced = await traceOnce(session, door, targets);
  return traced;
}

async function traceOnce(
  session: RunnerSession,
  door: Door,
  targets: readonly Participant[],
): Promise<Traced> {
  let candidates = targets.filter(({ gateway }) => gateway !== null);
  for (const count of rounds) {
    const before = connectionsOf(candidates);
    const isOpen = await session.hold({ do: "hold", door, count });
    const after = connectionsOf(candidates);
    await session.letGo();
    if (!isOpen) return { leads: [], doubtful: candidates };
    candidates = candidates.filter((each) => countNew(before, after, each) >= count);
    if (candidates.length === 0) return { leads: [], doubtful: [] };
  }
  // With nobody knocking nothing may come.
  const before = connectionsOf(candidates);
  await session.hold({ do: "hold", door, count: 0 });
  await session.letGo();
  const after = connectionsOf(candidates);
  const isQuiet = (each: Participant) => countNew(before, after, each) < rounds[0];
  return {
    leads: candidates.filter(isQuiet),
    doubtful: candidates.filter((each) => !isQuiet(each)),
  };
}

type Connections = ReadonlyMap<Participant, ReadonlySet<string>>;

function connectionsOf(targets: readonly Participant[]): Connections {
  return new Map(targets.map((one) => [one, connectionsTo(one)]));
}

function connectionsTo({ gateway, record }: Participant): Set<string> {
  const tables = [`/proc/${gateway?.pid}/net/tcp`, `/proc/${gateway?.pid}/net/tcp6`];
  return new Set(tables.flatMap((file) => parseConnections(readText(file), record.basePort)));
}

function countNew(before: Connections, after: Connections, one: Participant): number {
  const earlier = before.get(one) ?? new Set();
  return [...(after.get(one) ?? [])].filter((each) => !earlier.has(each)).length;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
