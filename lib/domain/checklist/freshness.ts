import type { Judgement } from "./judge.ts";

const hourMs = 3_600_000;
/** How long evidence counts, in milliseconds. */
export const evidenceLifetimeMs = 24 * hourMs;
export const auditLifetimeMs = 7 * 24 * hourMs;

/** What was true of the Gateway and its host when something was measured, and what is true now. */
export type Circumstances = {
  readonly configHash: string | null;
  readonly version: string | null;
  /** Raised when a tenant of the host comes, goes or changes; null where neighbours don't matter. */
  readonly neighbourhood: number | null;
};

/**
 * Why a measurement no longer counts, or null while it does.
 *
 * @param lifetimeMs {@link evidenceLifetimeMs} or {@link auditLifetimeMs}
 */
export function staleReason(
  measuredAt: Date,
  then: Circumstances,
  current: Circumstances,
  now: Date,
  lifetimeMs: number,
): string | null {
  if (now.getTime() - measuredAt.getTime() > lifetimeMs) {
    const hours = lifetimeMs / hourMs;
    return `It was measured more than ${hours > 48 ? `${hours / 24} days` : `${hours} h`} ago.`;
  }
  if (then.configHash !== current.configHash) return "The configuration has changed since it was measured.";
  if (then.version !== current.version) return "The OpenClaw version has changed since it was measured.";
  if (then.neighbourhood !== current.neighbourhood) {
    return "A tenant of this host came, went or changed since it was measured.";
  }
  return null;
}

/** A verdict as it stands now. A failure that has gone stale is still not proof of anything: it too is not measured. */
export function decay(judgement: Judgement, stale: string | null): Judgement {
  return stale === null ? judgement : { verdict: "not-measured", reason: stale };
}
