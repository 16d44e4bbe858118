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
  let before = await receivedBy(candidates);
  for (let turn = 0; turn < turns && candidates.length > 0; turn += 1) {
    const began = performance.now();
    await ask(async () => {
      const asked = await receivedBy(candidates);
      candidates = candidates.filter((one) => hasMore(before.get(one), asked.get(one)));
    });
    const tookMs = performance.now() - began;
    if (candidates.length === 0) break;
    const still = await receivedBy(candidates);
    await delay(tookMs * (1 + Math.random()));
    before = await receivedBy(candidates);
    candidates = candidates.filter((one) => !hasMore(still.get(one), before.get(one)));
  }
  return candidates;
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

function hasMore(before: ByEnds = new Map(), after: ByEnds = new Map()): boolean {
  return [...after].some(([ends, bytes]) => bytes > (before.get(ends) ?? 0));
}
