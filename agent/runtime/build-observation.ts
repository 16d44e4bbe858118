import type { Moment } from "#agent/context/moment.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { GatewayPhase, Observation } from "#lib/host-agent/contract/observation.ts";
import type { GatewayFacts } from "./driver.ts";
import { unknownHealth } from "./gateway-health.ts";
import type { GatewayState } from "./gateway-state.ts";

/** Smaller changes of memory are not worth telling. */
const memoryStepBytes = 64 * 1024 * 1024;

export type ObservationParts = {
  readonly record: TenantRecord;
  readonly state: GatewayState;
  /** Of the recorded Gateway while it runs. */
  readonly gateway: GatewayFacts | null;
  readonly moment: Moment;
};

/** What is known of a Gateway, as the contract says it. */
export function buildObservation({ record, state, gateway, moment }: ObservationParts): Observation {
  const isAlive = gateway !== null;
  const health = isAlive ? state.health : { ...unknownHealth, portHolder: state.health.portHolder };
  return {
    slug: record.slug,
    phase: phaseOf(record, state, isAlive),
    generation: record.generation,
    pid: gateway?.pid ?? null,
    uid: gateway?.uid ?? null,
    startedAt: gateway?.startedAt.toISOString() ?? null,
    ...health,
    configHash: state.configHash,
    writtenConfigHash: state.writtenConfigHash,
    memoryBytes: isAlive ? state.memoryBytes : null,
    restartCount: record.restartCount,
    nextAttemptAt: state.retry?.at.toISOString() ?? null,
    lastExit: record.lastExit,
    ...moment,
  };
}

/** A tenant this host knows nothing of. */
export function absentObservation(slug: Slug, moment: Moment): Observation {
  return {
    slug,
    phase: "absent",
    generation: 0,
    pid: null,
    uid: null,
    startedAt: null,
    ...unknownHealth,
    configHash: null,
    writtenConfigHash: null,
    memoryBytes: null,
    restartCount: 0,
    nextAttemptAt: null,
    lastExit: null,
    ...moment,
  };
}

/** Two observations with equal keys look the same to a watcher: time and small changes of memory don't count. */
export function observationKey(observation: Observation): string {
  const memorySteps = Math.round((observation.memoryBytes ?? 0) / memoryStepBytes);
  return JSON.stringify({ ...observation, at: null, order: null, memoryBytes: memorySteps });
}

function phaseOf(record: TenantRecord, state: GatewayState, isAlive: boolean): GatewayPhase {
  if (state.activity !== "idle") return state.activity;
  if (isAlive) return "running";
  if (!record.isProvisioned) return "incomplete";
  if (state.retry) return "backing-off";
  if (record.isHeld) return "failed";
  if (record.desired === "stopped") return "stopped";
  // Wanted and not there: it just ended and nobody decided yet what follows, or its start waits for the tenant's lock.
  return record.process ? "backing-off" : "starting";
}
