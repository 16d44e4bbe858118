/** Results of reading, kept in the agent's memory alone: they may hold secrets. */
export type ResultCache = {
  get(key: string): unknown;
  /** @param size about how many bytes it takes */
  set(key: string, value: unknown, size: number): void;
};

/** Forgets what was not asked for longest once all together takes more than `maxBytes`. */
export function createResultCache(maxBytes: number): ResultCache {
  const entries = new Map<string, { readonly value: unknown; readonly size: number }>();
  let total = 0;
  return {
    get(key) {
      const found = entries.get(key);
      if (found === undefined) return undefined;
      entries.delete(key);
      entries.set(key, found);
      return found.value;
    },
    set(key, value, size) {
      total += size - (entries.get(key)?.size ?? 0);
      entries.delete(key);
      entries.set(key, { value, size });
      for (const [oldest, { size: freed }] of entries) {
        if (total <= maxBytes) break;
        entries.delete(oldest);
        total -= freed;
      }
    },
  };
}
