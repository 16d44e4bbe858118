import { randomInt } from "node:crypto";
import { answersLoopback4, answersLoopback6, listListeners } from "#agent/proc/list-listeners.ts";
import { hasOwnNetwork as isInOwnNetwork } from "#agent/proc/network-of.ts";
import { portOwnership } from "#agent/runtime/port-ownership.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import type { Participant } from "./participant.ts";
import type { Finding } from "./runner/protocol.ts";
import { type SquatPort, squatKey } from "./runner/protocol.ts";
import { hear } from "./runner/squat.ts";

export type SquatFindings = ReadonlyMap<ProbeId, Finding>;

type Prize = SquatPort & { readonly probe: ProbeId; readonly target: Participant };

/**
 * Lets one source take ports of every stopped target at once and answer there,
 * while the agent and each target's own runner try whether they hear it. One
 * source at a time, because two can't have one port. The source's own ports
 * are among them: that is the control.
 *
 * @returns findings by target's slug
 */
export async function squatFrom(
  source: Participant,
  stopped: readonly Participant[],
): Promise<Map<string, SquatFindings>> {
  const session = source.session;
  if (session === null) return new Map();
  const prizes = stopped.flatMap(prizesOf);
  const taken = await session.squat(prizes);
  try {
    const won = prizes.filter((prize) => taken[squatKey(prize)] === "taken");
    const [heard, noticed] = await Promise.all([hearAll(won), noticeAll(won)]);
    const findings = new Map<string, Map<ProbeId, Finding>>();
    for (const prize of prizes) {
      const { slug } = prize.target.record;
      const ofTarget = findings.get(slug) ?? new Map<ProbeId, Finding>();
      findings.set(slug, ofTarget);
      const reason = taken[squatKey(prize)] ?? "no answer";
      ofTarget.set(prize.probe, judge(source, prize, { reason, heard, noticed }));
    }
    return findings;
  } finally {
    await session.release();
  }
}

function prizesOf(target: Participant): Prize[] {
  const base = target.record.basePort;
  const planted = new Set(target.prepared?.ports ?? []);
  let derived = base + 11;
  while (planted.has(derived)) derived = base + randomInt(12, 111);
  return [
    { probe: "squat.base-ipv4", port: base, family: 4, target },
    { probe: "squat.base-ipv6", port: base, family: 6, target },
    { probe: "squat.derived", port: derived, family: 4, target },
  ];
}

/**
 * By port, what the agent heard there and what the target's own runner did. The
 * agent stands for whoever talks to the tenant from the host; nobody does at a
 * derived port where the tenant has a network of its own.
 */
async function hearAll(won: readonly Prize[]): Promise<Map<string, string[]>> {
  const heard = new Map<string, string[]>();
  const note = (answers: Record<string, string>) => {
    for (const [key, answer] of Object.entries(answers)) heard.set(key, [...(heard.get(key) ?? []), answer]);
  };
  const byTarget = Map.groupBy(won, ({ target }) => target);
  const onHost = won.filter(({ probe, target }) => probe !== "squat.derived" || !hasOwnNetwork(target));
  await Promise.all([
    hear(onHost).then(note),
    ...[...byTarget].map(([target, prizes]) =>
      target.session?.hear(prizes.map(({ port, family }) => ({ port, family }))).then(note, () => undefined),
    ),
  ]);
  return heard;
}

/**
 * The base ports at which the agent would see a stranger: it then believes no
 * health answer and sends no token. The supervisor's own rule judges one of
 * them; for the rest, whose Gateways are stopped too, whoever listens is one.
 */
async function noticeAll(won: readonly Prize[]): Promise<Set<number>> {
  const prizes = won.filter(({ probe }) => probe !== "squat.derived");
  const [first] = prizes;
  if (first === undefined) return new Set();
  const listeners = await listListeners();
  const { foreign } = await portOwnership(listeners, first.port, null);
  const seen = new Set(
    listeners
      .filter((listener) => answersLoopback4(listener) || answersLoopback6(listener))
      .map(({ port }) => port),
  );
  return new Set(foreign === null ? [] : prizes.map(({ port }) => port).filter((port) => seen.has(port)));
}

function hasOwnNetwork({ runner }: Participant): boolean {
  return runner !== null && isInOwnNetwork(runner.pid);
}

function judge(
  source: Participant,
  prize: Prize,
  seen: { reason: string; heard: Map<string, string[]>; noticed: Set<number> },
): Finding {
  const where = `${prize.family === 4 ? "127.0.0.1" : "[::1]"}:${prize.port}`;
  if (seen.reason === "EADDRINUSE")
    return { outcome: "unmeasured", seen: `${where} is in use by somebody else.` };
  if (seen.reason === "EADDRNOTAVAIL") return { outcome: "unmeasured", seen: `This host has no ${where}.` };
  if (seen.reason !== "taken")
    return { outcome: "refused", seen: `It could not take ${where}: ${seen.reason}.` };
  const isHeard = seen.heard.get(squatKey(prize))?.includes(source.proof) ?? false;
  const inside = hasOwnNetwork(source) ? " in its own network" : "";
  const notice = seen.noticed.has(prize.port)
    ? " Bulkhead notices the stranger, and sends it no token."
    : " Bulkhead does not see it from here.";
  const isSilent = prize.probe === "squat.derived" || inside !== "";
  const text = isHeard
    ? `It took ${where}${inside} and was heard there.`
    : `It took ${where}${inside}, but nobody hears it.`;
  return { outcome: isHeard ? "reached" : "refused", seen: `${text}${isSilent ? "" : notice}` };
}
