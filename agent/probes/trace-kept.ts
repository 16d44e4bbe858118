import { setTimeout as delay } from "node:timers/promises";
import { type Received, receivedBytes, receivedSegments } from "#agent/network/received-bytes.ts";
import { networkOf } from "#agent/proc/network-of.ts";
import type { Participant } from "./participant.ts";
import type { Door, Route } from "./runner/protocol.ts";
import type { RunnerSession } from "./runner-session.ts";
import { connectionsTo } from "./trace-door.ts";

/**
 * Asked and left alone in turn, for times by chance: what others say to a Gateway
 * meanwhile doesn't keep such time, and nor does another installation that does the same.
 */
const turns = 5;

/**
 * Those to whose Gateways a proxy leads that keeps its connections, so that no
 * new one shows where it passes on: on one that stands something comes in each
 * time that the runner asks, and nothing while it doesn't.
 */
export async function traceKept(
  session: RunnerSession,
  door: Door,
  routes: readonly Route[],
  targets: readonly Participant[],
): Promise<readonly Participant[]> {
  const ask = async (look: () => Promise<void> | void) => {
    await session.hold({ do: "hold", door, routes, count: 1 });
    await look();
    await session.letGo();
  };
  let candidates = targets.filter((one) => one.gateway !== null && isHeld(one));
  if (candidates.length === 0) return [];
  // In a network where nothing at all comes in there is no need to look closer.
  const segments = new Map(candidates.map((one) => [one, segmentsOf(one)]));
  await ask(() => {
    candidates = candidates.filter((one) => segmentsOf(one) !== segments.get(one));
  });
  const grown = new Map(
    candidates.map((one) => [one, { asked: [] as Set<string>[], quiet: new Set<string>() }]),
  );
  for (let turn = 0; turn < turns && candidates.length > 0; turn += 1) {
    const before = await receivedBy(candidates);
    const began = performance.now();
    await ask(async () => {
      const asked = await receivedBy(candidates);
      for (const one of candidates) grown.get(one)?.asked.push(grownIn(before.get(one), asked.get(one)));
    });
    const tookMs = performance.now() - began;
    const still = await receivedBy(candidates);
    await delay(tookMs * (1 + Math.random()));
    const later = await receivedBy(candidates);
    for (const one of candidates)
      for (const ends of grownIn(still.get(one), later.get(one))) grown.get(one)?.quiet.add(ends);
    candidates = candidates.filter((one) => isExplained(grown.get(one)));
  }
  return candidates;
}

type Grown = { readonly asked: readonly Set<string>[]; readonly quiet: ReadonlySet<string> };

/** Each time that the runner asked, something came in on a connection on which nothing comes in by itself. */
function isExplained({ asked, quiet }: Grown = { asked: [], quiet: new Set() }): boolean {
  return asked.every((each) => [...each].some((ends) => !quiet.has(ends)));
}

/** Somebody stands connected to its Gateway, as such a proxy does. */
function isHeld(one: Participant): boolean {
  return [...connectionsTo(one).values()].includes(true);
}

function segmentsOf({ gateway }: Participant): number | null {
  return gateway === null ? null : receivedSegments(gateway.pid);
}

type ByEnds = ReadonlyMap<string, number>;

/** Looks into each network once, whoever shares it. */
async function receivedBy(targets: readonly Participant[]): Promise<Map<Participant, ByEnds>> {
  const looks = new Map<string, Promise<Received>>();
  const found = new Map<Participant, ByEnds>();
  for (const one of targets) {
    const pid = one.gateway?.pid ?? 0;
    const network = networkOf(pid) ?? String(pid);
    if (!looks.has(network)) looks.set(network, receivedBytes(pid));
  }
  for (const one of targets) {
    const pid = one.gateway?.pid ?? 0;
    const received = await looks.get(networkOf(pid) ?? String(pid));
    found.set(one, received?.get(one.record.basePort) ?? new Map());
  }
  return found;
}

/** Connections that stood before, and on which more has come in since. One that is new may be anybody's. */
function grownIn(before: ByEnds = new Map(), after: ByEnds = new Map()): Set<string> {
  const more = [...after].filter(([ends, bytes]) => bytes > (before.get(ends) ?? Number.POSITIVE_INFINITY));
  return new Set(more.map(([ends]) => ends));
}
