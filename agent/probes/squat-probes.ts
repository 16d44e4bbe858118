import { type ProbesWith, probes } from "#lib/domain/probe/probes.ts";

export type SquatProbeId = ProbesWith<{ tried: "squatting" }>;

/** The probes that take a port of the target, and which one. */
export const squatProbes = probes.filter((probe) => probe.tried === "squatting");
