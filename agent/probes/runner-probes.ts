import type { ProbesWith } from "#lib/domain/probe/probes.ts";
import type { Exactly } from "./exactly.ts";
import { hostProbes } from "./runner/host-probes.ts";
import type { conversationThere } from "./runner/protocol.ts";
import { targetProbes } from "./runner/target-probes.ts";
import { processLooks } from "./runner/try-process.ts";

/** What a runner tells of a target: its probes, and the other half of one. */
export type RunnerProbeId = ProbesWith<{ tried: "at-target" }> | typeof conversationThere;
type HostProbeId = ProbesWith<{ tried: "at-host" }>;
export type LookedAtId = ProbesWith<{ control: "root-at-process" }>;

/*
 * The runner knows no records. Here its tables and the records are held against
 * each other: a probe that has one and lacks the other does not compile.
 */
const atTarget = { ...targetProbes.together, ...targetProbes.inTurn };
const atHost = { ...hostProbes.together, ...hostProbes.inTurn };
const ofTarget: Exactly<RunnerProbeId, typeof atTarget> = atTarget;
const ofHost: Exactly<HostProbeId, typeof atHost> = atHost;

export const runnerProbeIds = Object.keys(ofTarget) as RunnerProbeId[];
export const hostProbeIds = Object.keys(ofHost) as HostProbeId[];
/** The looks into a process, which root can make in the same way. */
export const looks: Exactly<LookedAtId, typeof processLooks> = processLooks;
