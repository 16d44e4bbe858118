import type { Gateway } from "#lib/db/generated/client.ts";
import { gatewayPhaseSchema, observationSchema } from "#lib/host-agent/contract/observation.ts";
import type { GatewayDto, ShownPhase } from "./gateway-dto.ts";
import { isHostHeard } from "./is-host-heard.ts";

type Heard = { readonly lastSeenAt: Date | null };

/** The phase to show: observed, never desired, and `unknown` once its host has gone quiet. */
export function shownPhase(
  gateway: { readonly observedPhase: string | null },
  host: Heard,
  now: Date,
): ShownPhase {
  if (!isHostHeard(host.lastSeenAt, now)) return "unknown";
  return gatewayPhaseSchema.catch("absent").parse(gateway.observedPhase);
}

export function toGatewayDto(gateway: Gateway, host: Heard, now: Date): GatewayDto {
  const isStale = !isHostHeard(host.lastSeenAt, now);
  const observation = observationSchema.safeParse(gateway.observed);
  // While the stream is alive, silence about a Gateway means that it is still as last observed.
  const observedAt = isStale || gateway.observedAt === null ? gateway.observedAt : host.lastSeenAt;
  return {
    desiredState: gateway.desiredState,
    desiredVersion: gateway.desiredVersion,
    generation: gateway.generation,
    hasPowerfulTools: gateway.hasPowerfulTools,
    phase: shownPhase(gateway, host, now),
    isStale,
    observation: observation.success ? observation.data : null,
    observedAt: observedAt?.toISOString() ?? null,
  };
}
