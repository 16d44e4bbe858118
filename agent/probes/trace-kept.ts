import { setTimeout as delay } from "node:timers/promises";
import { receivedBytes } from "#agent/network/received-bytes.ts";
import type { Participant } from "./participant.ts";
import type { Door, Route } from "./runner/protocol.ts";
import type { RunnerSession } from "./runner-session.ts";
import { connectionsTo } from "./trace-door.ts";

/** Asked and left alone in turn: what others say to a Gateway meanwhile doesn't keep such time. */
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
  // One to which nobody is connected has no such proxy before it.
  let candidates = targets.filter((one) => one.gateway !== null && connectionsTo(one).size > 0);
  let before = await receivedBy(candidates);
  for (let turn = 0; turn < turns && candidates.length > 0; turn += 1) {
    const began = performance.now();
    await session.hold({ do: "hold", door, routes, count: 1 });
    const asked = await receivedBy(candidates);
    await session.letGo();
    const tookMs = performance.now() - began;
    candidates = candidates.filter((one) => hasMore(before.get(one), asked.get(one)));
    if (candidates.length === 0) break;
    const still = await receivedBy(candidates);
    await delay(tookMs);
    before = await receivedBy(candidates);
    candidates = candidates.filter((one) => !hasMore(still.get(one), before.get(one)));
  }
  return candidates;
}

type Received = ReadonlyMap<string, number>;

async function receivedBy(targets: readonly Participant[]): Promise<Map<Participant, Received>> {
  const each = targets.map(
    async (one) => [one, await receivedBytes(one.gateway?.pid ?? 0, one.record.basePort)] as const,
  );
  return new Map(await Promise.all(each));
}

function hasMore(before: Received = new Map(), after: Received = new Map()): boolean {
  return [...after].some(([ends, bytes]) => bytes > (before.get(ends) ?? 0));
}
