import { randomInt } from "node:crypto";
import type { AgentContext } from "#agent/context/context.ts";
import { listenersOf } from "#agent/gateway/live-gateway.ts";
import { seeBasePort } from "./base-port.ts";
import type { Participant } from "./participant.ts";
import { lastBrowserOffset, relayOffset } from "./runner/connection-probes.ts";
import type { SquatPort } from "./runner/protocol.ts";
import { type SquatProbeId, squatProbes } from "./squat-probes.ts";
import { type Tried, untried } from "./to-attempt.ts";

/** A port of a tenant's for others to take. */
export type Prize = SquatPort & {
  readonly probe: SquatProbeId;
  /** One that the tenant needs only now and then, and not the first of its block. */
  readonly isDerived: boolean;
  /** Its Gateway holds it in its own network: only on the host is there something to take. */
  readonly isOnHostAlone: boolean;
  readonly target: Participant;
};

export type Prizes = {
  readonly prizes: readonly Prize[];
  /** What comes of the probes for which there is none. */
  readonly without: ReadonlyMap<SquatProbeId, Tried>;
};

/** Which ports of a tenant's are free to be taken, and why the others aren't. */
export function findPrizes(context: AgentContext, target: Participant): Prizes {
  const prizes: Prize[] = [];
  const without = new Map<SquatProbeId, Tried>();
  for (const { id: probe, takes } of squatProbes) {
    const found = takes.port === "derived" ? findDerived(target) : findBase(context, target, takes.family);
    if ("port" in found) prizes.push({ probe, family: takes.family, target, ...found });
    else without.set(probe, found);
  }
  return { prizes, without };
}

type Found = Pick<Prize, "port" | "isDerived" | "isOnHostAlone"> | Tried;

function findBase(context: AgentContext, target: Participant, family: 4 | 6): Found {
  const port = target.record.basePort;
  const where = family === 4 ? `127.0.0.1:${port}` : `[::1]:${port}`;
  switch (seeBasePort(context, target, family)) {
    case "free":
      return { port, isDerived: false, isOnHostAlone: false };
    case "free-on-host":
      return { port, isDerived: false, isOnHostAlone: true };
    case "held":
      return { absence: `The other tenant's Gateway runs and holds ${where}.` };
    case "no-address":
      return { absence: "Neither this host nor the other tenant's network has the address ::1." };
    case "unclear":
      return untried(`The other tenant's Gateway runs, and is not seen to have ${where} to itself.`);
  }
}

/** The first browser's port while the tenant is stopped. While it runs, one that nobody is about to need. */
function findDerived(target: Participant): Found {
  const { record, gateway, prepared, runner } = target;
  const inside = gateway?.pid ?? runner?.pid;
  const listeners = [...listenersOf("self"), ...(inside === undefined ? [] : listenersOf(inside))];
  const taken = new Set([...(prepared?.ports ?? []), ...listeners.map(({ port }) => port)]);
  const offsets = Array.from({ length: lastBrowserOffset - relayOffset }, (_, at) => relayOffset + 1 + at);
  const [first, ...free] = offsets
    .map((offset) => record.basePort + offset)
    .filter((port) => !taken.has(port));
  const chosen = gateway === null || free.length === 0 ? first : free[randomInt(free.length)];
  return chosen === undefined
    ? untried("Every derived port of the other tenant is in use.")
    : { port: chosen, isDerived: true, isOnHostAlone: false };
}
