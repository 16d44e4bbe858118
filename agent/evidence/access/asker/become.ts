import type { Subject } from "./order.ts";

/**
 * The rest runs as that user as far as files go, without a capability, and
 * root's again after it. Only the effective ids change: a process that is
 * root's otherwise can neither be signalled nor be looked into by the tenant,
 * so that its answers are the kernel's and not the tenant's.
 */
export function as<T>({ uid, gid, gids }: Subject, work: () => T): T {
  process.setgroups?.([...gids]);
  process.setegid?.(gid);
  process.seteuid?.(uid);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.([]);
  }
}
