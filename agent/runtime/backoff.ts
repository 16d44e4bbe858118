import type { SupervisorTimings } from "./supervisor-timings.ts";

export type BackoffLimits = Pick<
  SupervisorTimings,
  "backoffFirstMs" | "backoffLongestMs" | "healthyAfterMs" | "deathLimit" | "deathWindowMs"
>;

/** Times of deaths that nothing has made up for yet, oldest first, in milliseconds. */
export type DeathHistory = readonly number[];

export type AfterDeath =
  | { readonly kind: "retry"; readonly delayMs: number; readonly history: DeathHistory }
  | { readonly kind: "hold"; readonly history: DeathHistory };

/**
 * What follows a death that isn't a matter of configuration.
 *
 * @param aliveMs how long the Gateway had been up; long enough and earlier deaths no longer count
 */
export function afterDeath(
  history: DeathHistory,
  death: { readonly atMs: number; readonly aliveMs: number },
  limits: BackoffLimits,
): AfterDeath {
  const earlier = death.aliveMs >= limits.healthyAfterMs ? [] : history;
  const recent = [...earlier.filter((atMs) => death.atMs - atMs < limits.deathWindowMs), death.atMs];
  if (recent.length >= limits.deathLimit) return { kind: "hold", history: recent };
  const delayMs = Math.min(limits.backoffFirstMs * 2 ** (recent.length - 1), limits.backoffLongestMs);
  return { kind: "retry", delayMs, history: recent };
}
