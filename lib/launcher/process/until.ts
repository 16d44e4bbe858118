import { setTimeout as delay } from "node:timers/promises";

/**
 * Looks again and again until `isTrue` says so.
 *
 * @returns false when that didn't happen within `timeoutMs`
 */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs: number,
  everyMs = 50,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() >= deadline) return false;
    await delay(everyMs);
  }
  return true;
}
