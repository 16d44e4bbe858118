import pLimit from "p-limit";

/** Maps in order, with at most `limit` at work at once. Once one has failed, no other is begun, as with a run that is broken off. */
export async function mapLimited<T, R>(
  values: readonly T[],
  limit: number,
  map: (value: T) => Promise<R>,
): Promise<R[]> {
  const limited = pLimit(limit);
  return await limited.map(values, async (value) => {
    try {
      return await map(value);
    } catch (error) {
      limited.clearQueue();
      throw error;
    }
  });
}
