import { clockToleranceMs } from "#lib/domain/checklist/freshness.ts";

/** Three missed beats of the watch stream, in milliseconds. */
export const watchSilenceMs = 15_000;

/** True while a host's watch stream is alive; what is shown of its Gateways is `unknown` otherwise. */
export function isHostHeard(lastSeenAt: Date | null, now: Date): boolean {
  if (lastSeenAt === null) return false;
  const silenceMs = now.getTime() - lastSeenAt.getTime();
  // After a clock went back it seems to have been heard in the future, until it is heard again.
  return silenceMs <= watchSilenceMs && silenceMs >= -clockToleranceMs;
}
