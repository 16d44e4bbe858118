import type { Outcome } from "#lib/domain/probe/outcome.ts";
import { type ProbeId, probeIds } from "#lib/domain/probe/probes.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { Attempt, ProbeEvent } from "#lib/host-agent/contract/probe.ts";

/** One attempt whose control got through. */
export function buildAttempt(
  source: string,
  target: string,
  probe: ProbeId,
  outcome: Outcome = "refused",
): Attempt {
  return {
    probe,
    source: slugSchema.parse(source),
    target: slugSchema.parse(target),
    outcome,
    seen: `${outcome} in this test`,
    control: { by: "target", outcome: "reached", seen: "The target could." },
    durationMs: 1,
  };
}

/** Every probe of a pair, all refused except those given. */
export function buildAttempts(
  source: string,
  target: string,
  others: Partial<Record<ProbeId, Outcome>> = {},
): ProbeEvent {
  return {
    type: "attempts",
    attempts: probeIds.map((probe) => buildAttempt(source, target, probe, others[probe])),
  };
}

export function buildStarted(...slugs: string[]): ProbeEvent {
  return { type: "started", tenants: slugs.map((slug) => slugSchema.parse(slug)), leftOut: [] };
}

export const buildFinished = (): ProbeEvent => ({
  type: "finished",
  at: new Date().toISOString(),
  durationMs: 5,
});
