/**
 * Lets only so many Gateways start at once on this host; the others wait in the
 * order they came. Our own, because a start that is broken off leaves the queue
 * at once, where a library's semaphore would keep its place.
 */
export type StartSlots = {
  /** Waits for a free slot. Call the answer to give it back; calling it again does nothing. */
  take(signal: AbortSignal): Promise<() => void>;
  /** True when a taker would have to wait now. */
  isFull(): boolean;
};

export function createStartSlots(count: number): StartSlots {
  const waiting: (() => void)[] = [];
  let taken = 0;
  const release = () => {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      taken -= 1;
      waiting.shift()?.();
    };
  };
  return {
    isFull: () => taken >= count,
    async take(signal) {
      signal.throwIfAborted();
      if (taken < count) {
        taken += 1;
        return release();
      }
      await new Promise<void>((resolve, reject) => {
        const go = () => {
          signal.removeEventListener("abort", leave);
          taken += 1;
          resolve();
        };
        const leave = () => {
          waiting.splice(waiting.indexOf(go), 1);
          reject(signal.reason);
        };
        waiting.push(go);
        signal.addEventListener("abort", leave, { once: true });
      });
      return release();
    },
  };
}
