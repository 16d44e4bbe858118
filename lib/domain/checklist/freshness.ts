import type { Judgement } from "./judge.ts";

const hourMs = 3_600_000;
/** How long evidence counts, in milliseconds. */
export const evidenceLifetimeMs = 24 * hourMs;
export const auditLifetimeMs = 7 * 24 * hourMs;

/** What can change about a Gateway and its host so that what was measured before counts no longer. */
export type Circumstance = "configHash" | "version" | "neighbourhood" | "process";

/**
 * How long each kind of measurement counts, and what it is held against. Both
 * what counts no longer and what is measured anew after an operation follow
 * from this: neither can be changed without the other.
 */
export const measurements = {
  /** A pass of evidence over a host, and the mistakes found in it. */
  check: {
    lifetimeMs: evidenceLifetimeMs,
    heldAgainst: ["configHash", "version", "neighbourhood", "process"],
  },
  /** OpenClaw's own audit of one tenant. It looks at no neighbour and at no process. */
  audit: { lifetimeMs: auditLifetimeMs, heldAgainst: ["configHash", "version"] },
  /** What tenants tried against each other. */
  attempts: {
    lifetimeMs: evidenceLifetimeMs,
    heldAgainst: ["configHash", "version", "neighbourhood", "process"],
  },
} as const satisfies Record<string, { lifetimeMs: number; heldAgainst: readonly Circumstance[] }>;
export type Measurement = keyof typeof measurements;

/** What has to be measured anew when these have changed. */
export function outdatedBy(changes: readonly Circumstance[]): ReadonlySet<Measurement> {
  const all = Object.keys(measurements) as Measurement[];
  return new Set(all.filter((each) => changes.some((change) => isHeldAgainst(each, change))));
}

function isHeldAgainst(measurement: Measurement, circumstance: Circumstance): boolean {
  return (measurements[measurement].heldAgainst as readonly Circumstance[]).includes(circumstance);
}

/** What was true of the Gateway and its host when something was measured, and what is true now. */
export type Circumstances = {
  readonly configHash: string | null;
  readonly version: string | null;
  /** Raised when a tenant of the host comes, goes or changes; null where neighbours don't matter. */
  readonly neighbourhood: number | null;
};

/** Why a measurement counts no longer that was made before the process began which runs now, or ended. */
export const isAnotherProcess = "The Gateway was started, stopped or restarted since it was measured.";

/** How long a host may be silent before nothing that was seen there counts, in milliseconds: an agent restarts in less. */
export const vouchedSilenceMs = 2 * 60_000;
/** How far the clocks of a host and of the dashboard may be apart, in milliseconds. */
export const clockToleranceMs = 60_000;

/** True while a host was heard lately enough to believe that what was seen there is still so. */
export function isVouchedFor(heardAt: Date | null, now: Date): boolean {
  if (heardAt === null) return false;
  const silenceMs = now.getTime() - heardAt.getTime();
  return silenceMs <= vouchedSilenceMs && silenceMs >= -clockToleranceMs;
}

/**
 * Why a measurement no longer counts, or null while it does. Whether it is the
 * same process is compared by the caller, who alone knows what it kept of it.
 *
 * @param current.heardAt when the host was last heard
 */
export function staleReason(
  measured: Circumstances & { readonly at: Date },
  current: Circumstances & { readonly heardAt: Date | null },
  now: Date,
  measurement: Measurement,
): string | null {
  const { lifetimeMs } = measurements[measurement];
  const isChanged = (circumstance: keyof Circumstances) =>
    isHeldAgainst(measurement, circumstance) && measured[circumstance] !== current[circumstance];
  const ageMs = now.getTime() - measured.at.getTime();
  if (!isVouchedFor(current.heardAt, now)) {
    return "Its host can't be heard, so nobody can say whether it is still so.";
  }
  if (ageMs < -clockToleranceMs) {
    return "It was measured at a time that is still to come: a clock was wrong, on its host or here.";
  }
  if (ageMs > lifetimeMs) {
    const hours = lifetimeMs / hourMs;
    return `It was measured more than ${hours > 48 ? `${hours / 24} days` : `${hours} h`} ago.`;
  }
  if (isChanged("configHash")) return "The configuration has changed since it was measured.";
  if (isChanged("version")) return "The OpenClaw version has changed since it was measured.";
  if (isChanged("neighbourhood")) {
    return "A tenant of this host came, went or changed since it was measured.";
  }
  return null;
}

/**
 * A verdict as it stands now. What counts no longer is not measured; but a
 * failure stays one until the same was looked at again and found well.
 */
export function decay(judgement: Judgement, stale: string | null): Judgement {
  if (stale === null) return judgement;
  if (judgement.verdict !== "failed") return { verdict: "not-measured", reason: stale };
  return { verdict: "failed", reason: failedBefore(judgement.reason, stale) };
}

/** Says of a failure that nobody has looked again, and why. */
export function failedBefore(reason: string | null, notSince: string): string {
  return `${reason ?? "It was not as it has to be."} So it was when last looked at, and not looked at since: ${lowerFirst(notSince)}`;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
