import type { Slug } from "#lib/domain/tenant/slug.ts";

/** Work on one tenant runs in the order of arrival, one at a time. Kill doesn't take the lock. */
export type TenantLock = {
  run<T>(slug: Slug, work: () => Promise<T>): Promise<T>;
  isHeld(slug: Slug): boolean;
};

export function createTenantLock(): TenantLock {
  const tails = new Map<Slug, Promise<unknown>>();
  return {
    run(slug, work) {
      const before = tails.get(slug) ?? Promise.resolve();
      const result = before.then(work, work);
      const tail = result
        .catch(() => undefined)
        .finally(() => {
          if (tails.get(slug) === tail) tails.delete(slug);
        });
      tails.set(slug, tail);
      return result;
    },
    isHeld: (slug) => tails.has(slug),
  };
}
