import { portOwnership } from "#agent/boundary/port-ownership.ts";
import { answersLoopback4, answersLoopback6, listListeners } from "#agent/proc/list-listeners.ts";
import { hasOwnNetwork as isInOwnNetwork } from "#agent/proc/network-of.ts";
import type { Participant } from "./participant.ts";
import { type Finding, isErrno, reached, refused, unmeasured } from "./runner/finding.ts";
import { squatKey } from "./runner/protocol.ts";
import { hear } from "./runner/squat.ts";
import type { Prize } from "./squat-prizes.ts";
import type { SquatProbeId } from "./squat-probes.ts";

export type SquatFindings = ReadonlyMap<SquatProbeId, Finding>;

/**
 * Lets one source take these ports of all targets at once and answer there,
 * while the agent and each target's own runner try whether they hear it. One
 * source at a time, because two can't have one port. The source's own ports
 * are among them: that is the control.
 *
 * @returns findings by target's slug
 */
export async function squatFrom(
  source: Participant,
  prizes: readonly Prize[],
): Promise<Map<string, SquatFindings>> {
  const session = source.session;
  if (session === null) return new Map();
  // Of whose they are, and of anything else that is known of them, the tenant's process learns nothing.
  const taken = await session.squat(prizes.map(({ port, family }) => ({ port, family })));
  try {
    const won = prizes.filter((prize) => taken[squatKey(prize)] === "taken");
    const [heard, noticed] = await Promise.all([hearAll(won), noticeAll(won)]);
    const findings = new Map<string, Map<SquatProbeId, Finding>>();
    for (const prize of prizes) {
      const { slug } = prize.target.record;
      const ofTarget = findings.get(slug) ?? new Map<SquatProbeId, Finding>();
      findings.set(slug, ofTarget);
      const reason = taken[squatKey(prize)] ?? "no answer";
      ofTarget.set(prize.probe, judge(source, prize, { reason, heard, noticed }));
    }
    return findings;
  } finally {
    await session.release();
  }
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
  const onHost = won.filter(({ isDerived, target }) => !isDerived || !hasOwnNetwork(target));
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
  const prizes = won.filter(({ isDerived }) => !isDerived);
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
  const { reason } = seen;
  if (reason === "EADDRINUSE") return unmeasured("errno", `${where} is in use by somebody else.`, reason);
  if (reason === "EADDRNOTAVAIL") return unmeasured("errno", `This host has no ${where}.`, reason);
  if (reason !== "taken") {
    const words = `It could not take ${where}: ${reason}.`;
    return isErrno(reason) ? refused("errno", words, reason) : unmeasured("untried", words);
  }
  const isHeard = seen.heard.get(squatKey(prize))?.includes(source.proof) ?? false;
  const inside = hasOwnNetwork(source) ? " in its own network" : "";
  const notice = seen.noticed.has(prize.port)
    ? " Bulkhead notices the stranger, and sends it no token."
    : " Bulkhead does not see it from here.";
  const isSilent = prize.isDerived || inside !== "";
  const text = isHeard
    ? `It took ${where}${inside} and was heard there.`
    : `It took ${where}${inside}, but nobody hears it.`;
  const words = `${text}${isSilent ? "" : notice}`;
  return isHeard ? reached(words) : refused("closed", words);
}
