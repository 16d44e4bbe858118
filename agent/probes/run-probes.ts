import { randomBytes } from "node:crypto";
import type { AgentContext } from "#agent/context.ts";
import { mapLimited } from "#agent/evidence/map-limited.ts";
import { readAccounts } from "#agent/host/read-accounts.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { Attempt, ProbeEvent } from "#lib/host-agent/contract/probe.ts";
import { findAnnounced } from "./announced.ts";
import { assembleAttempts, type Known, toAttempt } from "./assemble-attempts.ts";
import { describeTarget } from "./describe-target.ts";
import { type Honesty, plantHonesty } from "./honesty.ts";
import { knowsToken, readTenantTokens, type TenantTokens } from "./known-tokens.ts";
import { findMembers } from "./members.ts";
import { createParticipant, type Participant, resultKey } from "./participant.ts";
import { findContainerSockets, prepareParticipant } from "./prepare-participants.ts";
import { processControls } from "./root-controls.ts";
import { readSourceFacts } from "./source-facts.ts";
import { type SquatFindings, squatFrom } from "./squat-phase.ts";
import { stageRunner } from "./stage-runner.ts";
import { sweepLeftovers } from "./sweep.ts";

export type ProbeOptions = {
  /** Held for stopped tenants while their ports are tried, so that no start is disturbed. */
  readonly locks: TenantLock;
  /** Only these tenants; every one of the host when left out. */
  readonly slugs?: readonly Slug[];
};

/** May be awaited: a reader that lags behind then slows the run down instead of losing it. */
export type EmitProbeEvent = (event: ProbeEvent) => void | Promise<void>;

const runnersAtOnce = 8;
const runLimitMs = 5 * 60_000;
const cleanLimitMs = 5_000;
const batchSize = 500;

/** Two runs at once would find each other's canaries and take each other's ports. */
let tail: Promise<unknown> = Promise.resolve();

/**
 * Tries for every ordered pair of tenants whether one gets at the other, as
 * its OS user and inside its boundary, and tells what was seen. Nothing that
 * it plants is left, also when it is cancelled. A tenant from which nothing
 * could be tried is named; whatever could not be measured says why.
 *
 * @throws the signal's reason when it aborts
 */
export async function runProbes(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  options: ProbeOptions,
  emit: EmitProbeEvent,
  signal: AbortSignal,
): Promise<void> {
  const turn = tail.then(() => {
    signal.throwIfAborted();
    return runOnce(context, registry, options, emit, signal);
  });
  tail = turn.catch(() => undefined);
  return turn;
}

async function runOnce(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  options: ProbeOptions,
  emit: EmitProbeEvent,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const runId = randomBytes(8).toString("hex");
  const records = registry
    .list()
    .filter(({ slug, isProvisioned }) => isProvisioned && (options.slugs?.includes(slug) ?? true));
  await sweepLeftovers(context, records, null);
  const staged = await stageRunner(context.paths, context.uid);
  const honesty = await plantHonesty(staged.directory, runId);
  const participants = records.map((record) => createParticipant(context, record));
  const limited = AbortSignal.any([signal, AbortSignal.timeout(runLimitMs)]);
  const total = participants.length * 3;
  let done = 0;
  const advance = async () => {
    done += 1;
    await emit({ type: "progress", done, total });
  };
  const sendAttempts = async (attempts: readonly Attempt[]) => {
    for (let at = 0; at < attempts.length; at += batchSize) {
      await emit({ type: "attempts", attempts: attempts.slice(at, at + batchSize) });
    }
  };
  try {
    const run = { runId, main: staged.main, containerSockets: await findContainerSockets() };
    await mapLimited(participants, runnersAtOnce, async (one) => {
      await prepareParticipant(context, one, run, limited);
      signal.throwIfAborted();
      await advance();
    });
    const leftOut = participants.flatMap(({ record, problem }) =>
      problem === null ? [] : [{ slug: record.slug, reason: problem }],
    );
    await emit({ type: "started", tenants: records.map(({ slug }) => slug), leftOut });

    const members = findMembers(context, participants);
    for (const one of participants) one.target = describeTarget(context, one, members.get(one) ?? []);
    const tokens = new Map<Participant, TenantTokens>();
    for (const one of participants) tokens.set(one, await readTenantTokens(one));
    const controls = new Map(participants.map((one) => [one, processControls(one)]));
    await mapLimited(participants, runnersAtOnce, async (one) => {
      await attemptAll(one, participants, honesty, tokens);
      signal.throwIfAborted();
      await advance();
    });

    const accounts = await readAccounts();
    const known = new Map<Participant, Known>();
    for (const one of participants) {
      known.set(one, {
        facts: await readSourceFacts(one, accounts),
        processControls: controls.get(one) ?? new Map(),
        announced: findAnnounced(one, members.get(one) ?? []),
        locksOut: tokens.get(one)?.locksOut ?? false,
        fault: one.results === null ? null : honesty.faultOf(one),
      });
    }
    for (const source of participants) {
      const attempts = participants
        .filter((target) => target !== source)
        .flatMap((target) => assembleAttempts(sideOf(source, known), sideOf(target, known)));
      await sendAttempts(attempts);
      signal.throwIfAborted();
    }
    await squatAll(participants, known, options.locks, signal, async (attempts) => {
      await sendAttempts(attempts);
      await advance();
    });
    const durationMs = Math.round(performance.now() - began);
    await emit({ type: "finished", at: context.now().toISOString(), durationMs });
  } finally {
    await endRunners(participants);
    await honesty.remove();
    await sweepLeftovers(context, records, runId);
  }
}

function sideOf(one: Participant, known: ReadonlyMap<Participant, Known>) {
  const about = known.get(one);
  if (about === undefined) throw new Error("A participant that nothing is known of.");
  return { one, known: about };
}

/** All attempts of one source, itself among the targets: that is the control. In an order of its own, so that no target is asked by all at once. */
async function attemptAll(
  one: Participant,
  participants: readonly Participant[],
  honesty: Honesty,
  tokens: ReadonlyMap<Participant, TenantTokens>,
): Promise<void> {
  if (one.session === null || one.problem !== null) return;
  const at = participants.indexOf(one);
  const others = [...participants.slice(at), ...participants.slice(0, at)];
  const targets = others.flatMap((other) => {
    const [theirs, ours] = [tokens.get(other), tokens.get(one)];
    if (other.target === null || theirs === undefined || ours === undefined) return [];
    const gateway = theirs.locksOut && other !== one ? null : other.target.gateway;
    return [{ ...other.target, gateway, knowsToken: knowsToken(theirs, ours) }];
  });
  targets.splice(Math.floor(targets.length / 2), 0, honesty.target);
  try {
    const results = await one.session.attempt({ do: "attempt", self: one.record.slug, targets });
    one.results = new Map(results.map((result) => [resultKey(result.target, result.probe), result]));
  } catch (error) {
    one.problem = error instanceof Error ? error.message.slice(0, 300) : "Its probe process failed.";
  }
}

async function squatAll(
  participants: readonly Participant[],
  known: ReadonlyMap<Participant, Known>,
  locks: TenantLock,
  signal: AbortSignal,
  send: (attempts: readonly Attempt[]) => Promise<void>,
): Promise<void> {
  const stopped = participants.filter((one) => one.gateway === null && one.prepared !== null);
  const free = stopped.filter(({ record }) => !locks.isHeld(record.slug));
  const over = Promise.withResolvers<void>();
  const held = free.map(({ record }) => locks.run(record.slug, () => over.promise));
  const findings = new Map<Participant, Map<string, SquatFindings>>();
  try {
    for (const source of participants) {
      const isAble = source.problem === null && known.get(source)?.fault === null;
      if (isAble) {
        const found = await squatFrom(source, free).catch((error: unknown) => {
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
  for (const source of participants) {
    await send(participants.flatMap((target) => squatAttempts(source, target, findings)));
  }
}

const squatProbes: readonly ProbeId[] = ["squat.base-ipv4", "squat.base-ipv6", "squat.derived"];

function squatAttempts(
  source: Participant,
  target: Participant,
  findings: ReadonlyMap<Participant, ReadonlyMap<string, SquatFindings>>,
): Attempt[] {
  if (source === target) return [];
  const { slug } = target.record;
  return squatProbes.map((probe) => {
    const finding = findings.get(source)?.get(slug)?.get(probe);
    const own = findings.get(target)?.get(slug)?.get(probe);
    const reason =
      target.gateway === null
        ? (source.problem ?? "Its ports could not be tried now.")
        : "The other tenant's Gateway runs and has its ports.";
    return toAttempt(probe, source, target, {
      finding: finding ?? { outcome: "unmeasured", seen: reason },
      control: own
        ? { by: "target", ...own }
        : { by: "nobody", outcome: "unmeasured", seen: "The other tenant did not try its own ports." },
      ms: 0,
    });
  });
}

async function endRunners(participants: readonly Participant[]): Promise<void> {
  await Promise.all(
    participants.map(async ({ session, problem }) => {
      if (session === null) return;
      if (problem === null) {
        const limit = new Promise<void>((resolve) => {
          setTimeout(resolve, cleanLimitMs).unref();
        });
        await Promise.race([session.clean().catch(() => undefined), limit]);
      }
      session.kill();
    }),
  );
}
