/** Maps in order, with at most `limit` at work at once. */
export async function mapLimited<T, R>(
  values: readonly T[],
  limit: number,
  map: (value: T) => Promise<R>,
): Promise<R[]> {
  const results = new Map<number, R>();
  const queue = values.entries();
  const work = async () => {
    for (const [index, value] of queue) results.set(index, await map(value));
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, work));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
