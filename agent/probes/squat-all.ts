import type { AgentContext } from "#agent/context/context.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import type { Participant } from "./participant.ts";
import { byNobody, type Control } from "./side.ts";
import { controlOnHost } from "./squat-control.ts";
import { type SquatFindings, squatFrom } from "./squat-from.ts";
import { findPrizes, type Prize, type Prizes } from "./squat-prizes.ts";
import { type SquatProbeId, squatProbes } from "./squat-probes.ts";
import { type Tried, toAttempt, untried } from "./to-attempt.ts";

type Squatting = {
  readonly prizes: ReadonlyMap<Participant, Prizes>;
  /** The agent's, where a target can't be its own. */
  readonly controls: ReadonlyMap<Participant, Control>;
  /** By source, then by target's slug. */
  readonly findings: ReadonlyMap<Participant, ReadonlyMap<string, SquatFindings>>;
  readonly troubleOf: (one: Participant) => string | null;
};

/**
 * Lets one source after the other try the free ports of all targets, then hands
 * over the attempts of each source. The locks of those whose first port is
 * taken are held meanwhile: no Gateway is started into a port that is taken for
 * a moment. A target that is being worked on already is left alone.
 *
 * @param troubleOf why nothing of a tenant counts; null while it does
 */
export async function squatAll(
  context: AgentContext,
  participants: readonly Participant[],
  troubleOf: (one: Participant) => string | null,
  locks: TenantLock,
  signal: AbortSignal,
  send: (attempts: readonly Attempt[]) => Promise<void>,
): Promise<void> {
  const left = participants.filter(({ prepared, record }) => prepared !== null && !locks.isHeld(record.slug));
  const prizes = new Map(left.map((one) => [one, findPrizes(context, one)]));
  const all = [...prizes.values()].flatMap((found) => found.prizes);
  const locked = new Set(all.filter(({ isDerived }) => !isDerived).map(({ target }) => target));
  const over = Promise.withResolvers<void>();
  const held = [...locked].map(({ record }) => locks.run(record.slug, () => over.promise));
  const findings = new Map<Participant, Map<string, SquatFindings>>();
  const controls = new Map<Participant, Control>();
  try {
    for (const { target } of all.filter(({ isOnHostAlone }) => isOnHostAlone)) {
      const derived = all.find((prize) => prize.isDerived && prize.target === target);
      if (derived !== undefined) controls.set(target, await controlOnHost(derived.port));
    }
    for (const source of participants) {
      if (troubleOf(source) === null) {
        const found = await squatFrom(source, all).catch((error: unknown) => {
          source.problem = error instanceof Error ? error.message.slice(0, 300) : "Its probe process failed.";
          return new Map<string, SquatFindings>();
        });
        findings.set(source, found);
      }
      signal.throwIfAborted();
    }
  } finally {
    over.resolve();
    await Promise.all(held);
  }
  const squatting = { prizes, controls, findings, troubleOf };
  for (const source of participants) {
    await send(participants.flatMap((target) => squatAttempts(source, target, squatting)));
  }
}

function squatAttempts(source: Participant, target: Participant, squatting: Squatting): Attempt[] {
  if (source === target) return [];
  return squatProbes.map(({ id }) => toAttempt(id, source, target, triedAt(id, source, target, squatting)));
}

/** Of a tenant that is in trouble nothing counts as absent. */
function triedAt(
  probe: SquatProbeId,
  source: Participant,
  target: Participant,
  { prizes, controls, findings, troubleOf }: Squatting,
): Tried {
  const { slug } = target.record;
  const trouble = troubleOf(source);
  if (trouble !== null) return untried(trouble);
  const found = prizes.get(target);
  const without = found?.without.get(probe);
  if (without !== undefined)
    return "absence" in without && troubleOf(target) !== null ? untried(without.absence) : without;
  const prize = found?.prizes.find((each) => each.probe === probe);
  const finding = findings.get(source)?.get(slug)?.get(probe);
  if (prize === undefined || finding === undefined) return untried("Its ports could not be tried now.");
  return { finding, control: controlAt(prize, controls, findings), ms: 0 };
}

/** The target takes its own port, or the agent one where the target can't. */
function controlAt(
  { probe, target, isOnHostAlone }: Prize,
  controls: Squatting["controls"],
  findings: Squatting["findings"],
): Control {
  if (isOnHostAlone) return controls.get(target) ?? byNobody("The host agent did not try it.");
  const own = findings.get(target)?.get(target.record.slug)?.get(probe);
  return own
    ? { by: "target", outcome: own.outcome, seen: own.seen }
    : byNobody("The other tenant did not try its own ports.");
}
