import { Mutex } from "async-mutex";
import type { Slug } from "#lib/domain/tenant/slug.ts";

/** Work on one tenant runs in the order of arrival, one at a time. Kill doesn't take the lock. */
export type TenantLock = {
  run<T>(slug: Slug, work: () => Promise<T>): Promise<T>;
  isHeld(slug: Slug): boolean;
};

export function createTenantLock(): TenantLock {
  // Never cleared: a free lock weighs nothing, and one that is taken away too early lets two in.
  const locks = new Map<Slug, Mutex>();
  return {
    run(slug, work) {
      const lock = locks.get(slug) ?? new Mutex();
      locks.set(slug, lock);
      return lock.runExclusive(work);
    },
    isHeld: (slug) => locks.get(slug)?.isLocked() ?? false,
  };
}
