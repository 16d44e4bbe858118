import { randomBytes } from "node:crypto";
import { Mutex } from "async-mutex";
import type { AgentContext } from "#agent/context/context.ts";
import { plantsDuring } from "#agent/files/planted.ts";
import { readAccounts } from "#agent/host/read-accounts.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import { mapLimited } from "#agent/system/map-limited.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { readHungWork } from "#agent/watchdog/hung-work.ts";
import { during } from "#agent/watchdog/work-board.ts";
import { anySignal } from "#lib/abort/any-signal.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { Attempt, ProbeEvent } from "#lib/host-agent/contract/probe.ts";
import { lookTwice } from "./absences.ts";
import { assembleAttempts } from "./assemble-attempts.ts";
import { attemptAll } from "./attempt-all.ts";
import { plantHonesty } from "./canary-tenant.ts";
import { describeTarget } from "./describe-target.ts";
import { hasEarlierDevice } from "./earlier-device.ts";
import { endRunners } from "./end-runners.ts";
import { findDoors } from "./find-doors.ts";
import { openHostDoors } from "./host-doors.ts";
import { readTenantTokens, type TenantTokens } from "./known-tokens.ts";
import { findMembers } from "./members.ts";
import { multicastControl } from "./multicast-control.ts";
import { createParticipant, type Participant } from "./participant.ts";
import { findContainerSockets, prepareParticipant } from "./prepare-participants.ts";
import { namespaceControl, processControls } from "./root-controls.ts";
import { byRoot, type Known, type Side, troubleWith } from "./side.ts";
import { readSourceFacts } from "./source-facts.ts";
import { squatAll } from "./squat-all.ts";
import { stageRunner } from "./stage-runner.ts";
import { sweepLeftovers } from "./sweep.ts";
import { collectTenantIds } from "./tenant-ids.ts";
import { tidyGateways } from "./tidy-gateways.ts";

export type ProbeOptions = {
  /** Held for stopped tenants while their ports are tried, so that no start is disturbed. */
  readonly locks: TenantLock;
  /** Only these tenants; every one of the host when left out. */
  readonly slugs?: readonly Slug[];
  /** With which tenants' processes leave files; when left out that of each Gateway, or the agent's own, which it would inherit. */
  readonly umask?: number;
  /** True where every tenant's model is a scripted one, so that an agent turn costs nobody anything. */
  readonly hasScriptedModel?: boolean;
};

/** May be awaited: a reader that lags behind then slows the run down instead of losing it. */
export type EmitProbeEvent = (event: ProbeEvent) => void | Promise<void>;

const runnersAtOnce = 8;
const runLimitMs = 5 * 60_000;
const batchSize = 500;
const attemptsPart = "attempts";

/** Two runs at once would find each other's canaries and take each other's ports. */
const runs = new Mutex();

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
  return runs.runExclusive(() => {
    signal.throwIfAborted();
    return runOnce(context, registry, options, emit, signal);
  });
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
  await sweepLeftovers(context, registry.list(), null);
  using _planted = plantsDuring(runId);
  const staged = await stageRunner(context.paths, context.uid);
  const honesty = await plantHonesty(staged.directory, runId);
  const hostDoors = await openHostDoors(context);
  const hung = await readHungWork(context.paths.agent);
  const isLeftOut = ({ slug }: TenantRecord) => hung.reasonFor(slug, attemptsPart) !== null;
  const participants = records
    .filter((record) => !isLeftOut(record))
    .map((record) => createParticipant(context, record));
  const limited = anySignal([signal, AbortSignal.timeout(runLimitMs)]);
  const total = participants.length * 3;
  // Only a Gateway that runs can announce itself.
  const isAnyRunning = participants.some(({ gateway }) => gateway !== null);
  const multicast = isAnyRunning ? multicastControl() : byRoot("unmeasured", "No Gateway runs.");
  const namespaces = namespaceControl();
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
    const containers = await findContainerSockets();
    const run = {
      runId,
      main: staged.main,
      containerSockets: containers.sockets,
      umask: options.umask ?? null,
      hasScriptedModel: options.hasScriptedModel ?? false,
      host: hostDoors.doors,
    };
    await mapLimited(participants, runnersAtOnce, async (one) => {
      await attempting(one, () => prepareParticipant(context, one, run, limited));
      signal.throwIfAborted();
      await advance();
    });
    const problems = new Map(participants.map(({ record, problem }) => [record.slug, problem]));
    const leftOut = records.flatMap(({ slug }) => {
      const reason = hung.reasonFor(slug, attemptsPart) ?? problems.get(slug) ?? null;
      return reason === null ? [] : [{ slug, reason }];
    });
    await emit({ type: "started", tenants: records.map(({ slug }) => slug), leftOut });

    const members = findMembers(context, participants);
    await mapLimited(participants, runnersAtOnce, async (one) => {
      one.target = await attempting(one, () => describeTarget(context, one, members.get(one) ?? []));
    });
    const tokens = new Map<Participant, TenantTokens>();
    for (const one of participants) tokens.set(one, await attempting(one, () => readTenantTokens(one)));
    const ids = await collectTenantIds(participants);
    const lookForAbsences = lookTwice(context, registry, attempting);
    await lookForAbsences(members);
    const controls = new Map(participants.map((one) => [one, attempting(one, () => processControls(one))]));
    await mapLimited(participants, runnersAtOnce, async (one) => {
      await attempting(one, () => attemptAll(one, participants, honesty, tokens, ids));
      signal.throwIfAborted();
      await advance();
    });

    const absent = await lookForAbsences(findMembers(context, participants));
    const doors = await findDoors(context, participants, attempting);
    signal.throwIfAborted();
    const accounts = await readAccounts();
    const known = new Map<Participant, Known>();
    for (const one of participants) {
      known.set(one, {
        facts: await attempting(one, () => readSourceFacts(one, accounts)),
        processControls: controls.get(one) ?? new Map(),
        hostControls: hostDoors.controls,
        doors: doors.get(one) ?? null,
        multicast: await multicast,
        namespaces: await namespaces,
        hasEarlierDevice: await hasEarlierDevice(one),
        locksOut: tokens.get(one)?.locksOut ?? false,
        hasScriptedModel: run.hasScriptedModel,
        absent: absent.get(one) ?? new Set(),
        hostAbsences: new Map([...hostDoors.absences, ...containers.absences]),
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
    const troubleOf = (one: Participant) => troubleWith(sideOf(one, known));
    await squatAll(context, participants, troubleOf, options.locks, signal, async (attempts) => {
      await sendAttempts(attempts);
      await advance();
    });
    const durationMs = Math.round(performance.now() - began);
    await emit({ type: "finished", at: context.now().toISOString(), durationMs });
  } finally {
    hostDoors.close();
    await tidyGateways(context, await endRunners(participants), runId);
    await honesty.remove();
    await sweepLeftovers(context, records, runId);
  }
}

/** Names whose turn it is, for an agent that hangs in it: that tenant is left out of the next runs. */
function attempting<T>({ record }: Participant, work: () => T): T {
  return during({ slug: record.slug, part: attemptsPart }, work);
}

function sideOf(one: Participant, known: ReadonlyMap<Participant, Known>): Side {
  const about = known.get(one);
  if (about === undefined) throw new Error("A participant that nothing is known of.");
  return { one, known: about };
}
