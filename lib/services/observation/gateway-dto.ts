import type { DesiredState } from "#lib/db/generated/enums.ts";
import type { GatewayPhase, Observation } from "#lib/host-agent/contract/observation.ts";

/** `unknown`: the host has not been heard of for longer than a watch beat allows. */
export type ShownPhase = GatewayPhase | "unknown";

export type GatewayDto = {
  readonly desiredState: DesiredState;
  readonly desiredVersion: string;
  readonly generation: number;
  readonly hasPowerfulTools: boolean;
  /** What to show: the observed phase, or `unknown` when the stream is stale. Never the desired state. */
  readonly phase: ShownPhase;
  readonly isStale: boolean;
  /** The last observation, however old; null when there never was one. */
  readonly observation: Observation | null;
  readonly observedAt: string | null;
};
