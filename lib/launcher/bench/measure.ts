/** One speed, as a ratio against a baseline measured in the same run. */
export type Measurement = {
  readonly what: string;
  readonly seconds: number;
  readonly baseline: string;
  readonly baselineSeconds: number;
};

/** The middle of the values; of an even number the mean of the middle two. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/** Seconds that the work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** The median of several runs, one after another, after one that warms up and doesn't count. */
export async function medianSeconds(
  times: number,
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<number> {
  await work();
  const measured: number[] = [];
  for (let run = 0; run < times; run += 1) {
    signal.throwIfAborted();
    measured.push(await secondsOf(work));
  }
  return median(measured);
}

/** Ordered pairs of different members. */
export function pairsOf(count: number): number {
  return count * (count - 1);
}
