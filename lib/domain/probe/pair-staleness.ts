import { staleReason } from "#lib/domain/checklist/freshness.ts";
import { isSameProcess, type ProbeCircumstances } from "./circumstances.ts";

export type Side = {
  readonly slug: string;
  /** As it was when it was tried. Null when the tenant was not in the run. */
  readonly tried: ProbeCircumstances | null;
  readonly current: ProbeCircumstances;
};

type Measured = {
  readonly at: Date;
  readonly neighbourhood: number;
  readonly currentNeighbourhood: number;
  /** When the host was last heard. */
  readonly heardAt: Date | null;
};

/**
 * Why the attempts between two tenants no longer count, or null while they do:
 * a day has passed, the host's tenants changed, or one of the two changed its
 * configuration, its version or its Gateway's process.
 */
export function pairStaleness(sides: readonly Side[], measured: Measured, now: Date): string | null {
  for (const { slug, tried, current } of sides) {
    if (tried === null) return `${slug} was not there when it was tried.`;
    const then = { ...tried, neighbourhood: measured.neighbourhood, at: measured.at };
    const currently = {
      configHash: current.configHash,
      // Only a running Gateway says its version: silence is no change.
      version: current.version ?? tried.version,
      neighbourhood: measured.currentNeighbourhood,
      heardAt: measured.heardAt,
    };
    const reason = staleReason(then, currently, now, "attempts");
    if (reason !== null) return reason;
    if (!isSameProcess(tried, current)) {
      return `The Gateway of ${slug} was started, stopped or restarted since it was tried.`;
    }
  }
  return null;
}
