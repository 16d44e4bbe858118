import { setTimeout } from "node:timers/promises";

/**
 * Asks until there is an answer.
 *
 * @param check null means "not yet"
 * @throws the signal's reason once it aborts
 */
export async function pollUntil<T>(
  check: () => Promise<T | null> | T | null,
  { pollMs, signal }: { readonly pollMs: number; readonly signal: AbortSignal },
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await check();
    if (answer !== null) return answer;
    await setTimeout(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
