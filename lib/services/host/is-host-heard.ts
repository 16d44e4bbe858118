/** Three missed beats of the watch stream, in milliseconds. */
export const watchSilenceMs = 15_000;

/** True while a host's watch stream is alive; what is shown of its Gateways is `unknown` otherwise. */
export function isHostHeard(lastSeenAt: Date | null, now: Date): boolean {
  return lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() <= watchSilenceMs;
}
