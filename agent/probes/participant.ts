import { createHash, randomBytes } from "node:crypto";
import type { AgentContext } from "#agent/context/context.ts";
import { displacementOf, findLiveGateway, type LiveGateway } from "#agent/gateway/live-gateway.ts";
import type { LiveProcess } from "#agent/proc/read-process.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { ProbeId } from "#lib/domain/probe/probes.ts";
import type { Target } from "./runner/protocol.ts";
import type { RunnerPrepared, RunnerResult } from "./runner-lines.ts";
import type { RunnerProbeId } from "./runner-probes.ts";
import type { RunnerSession } from "./runner-session.ts";

/** One tenant in a run, both as a source and as a target. Filled in as the run goes on. */
export type Participant = {
  readonly record: TenantRecord;
  readonly layout: TenantLayout;
  /** Random text that its runner plants, and the digest by which reading it is known. */
  readonly canary: string;
  readonly proof: string;
  /** Its Gateway when the run began; null when it was stopped. */
  readonly gateway: LiveGateway | null;
  /** What runs in the Gateway's place and isn't to be believed, in words; null when there is nothing like it. */
  readonly displaced: string | null;
  session: RunnerSession | null;
  /** Why nothing can be tried from inside it; null while it can. */
  problem: string | null;
  /** The runner's own process, inside whatever wrapper made its view. */
  runner: LiveProcess | null;
  prepared: RunnerPrepared | null;
  target: Target | null;
  /** By target's slug and probe. Null until its attempts are over. */
  results: Map<string, RunnerResult> | null;
};

export function createParticipant(context: AgentContext, record: TenantRecord): Participant {
  const canary = randomBytes(32).toString("hex");
  return {
    record,
    layout: record.layout,
    canary,
    proof: createHash("sha256").update(canary).digest("hex"),
    gateway: findLiveGateway(context, record),
    displaced: displacementOf(context, record),
    session: null,
    problem: null,
    runner: null,
    prepared: null,
    target: null,
    results: null,
  };
}

export function resultKey(target: string, probe: RunnerProbeId | ProbeId): string {
  return `${target} ${probe}`;
}
