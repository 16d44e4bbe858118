import type { Participant } from "./participant.ts";
import { plainRoute, type Route } from "./runner/protocol.ts";
import type { RunnerKnocked } from "./runner-lines.ts";
import type { RunnerSession } from "./runner-session.ts";
import { type Traced, traceDoor } from "./trace-door.ts";
import { traceKept } from "./trace-kept.ts";

type Found = RunnerKnocked["found"][number];

export type Followed = Omit<Traced, "disturbed"> & {
  /** To whom it leads for those who know a path or the name of a host. */
  readonly behind: readonly Participant[];
};

/** So many of a listener's routes are traced at once. */
const routesAtOnce = 40;

/** A Gateway answered and none was seen to: on a busy host that may have been for want of time. */
export async function followTwice(
  session: RunnerSession,
  found: Found,
  targets: readonly Participant[],
): Promise<Followed> {
  const followed = await followDoor(session, found, targets);
  const { leads, behind } = followed;
  const isExplained = leads.length + behind.length > 0;
  return isExplained || found.routes.length === 0 ? followed : followDoor(session, found, targets);
}

/**
 * To whose Gateways a listener leads that speaks HTTP, at what everybody asks
 * and at what was guessed. A guess at which something else answered is no doubt,
 * unless as many connections came as if it led there, among others.
 */
async function followDoor(
  session: RunnerSession,
  { door, routes, hints }: Found,
  targets: readonly Participant[],
): Promise<Followed> {
  const leads = new Set<Participant>();
  const behind = new Set<Participant>();
  const doubtful = new Set<Participant>();
  const left = () => targets.filter((one) => !leads.has(one) && !behind.has(one));
  if (routes.some(isPlain)) {
    const traced = await traceDoor(session, door, [plainRoute], targets);
    for (const one of traced.leads) leads.add(one);
    for (const one of traced.doubtful) doubtful.add(one);
    for (const one of await traceKept(session, door, [plainRoute], left())) leads.add(one);
  }
  const guessed = [...routes.filter((route) => !isPlain(route)), ...hints];
  for (let at = 0; at < guessed.length; at += routesAtOnce) {
    const batch = guessed.slice(at, at + routesAtOnce);
    const traced = await traceDoor(session, door, batch, left());
    for (const one of traced.leads) behind.add(one);
    const isAnswered = batch.some((route) => routes.includes(route));
    for (const one of isAnswered ? traced.doubtful : traced.disturbed) doubtful.add(one);
    for (const one of await traceKept(session, door, batch, left())) behind.add(one);
  }
  return { leads: [...leads], behind: [...behind], doubtful: left().filter((one) => doubtful.has(one)) };
}

function isGatewaysPlainly({ routes }: Found): boolean {
  return routes.some(isPlain);
}

/** The lower, the likelier it leads to a Gateway. */
export function rankOf(found: Found): number {
  if (isGatewaysPlainly(found)) return 0;
  if (found.routes.length > 0) return 1;
  return found.hints.length > 1 ? 2 : 3;
}

function isPlain({ path, host }: Route): boolean {
  return path === plainRoute.path && host === plainRoute.host;
}
