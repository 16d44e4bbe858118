import type { LockedTenant } from "#lib/services/operation/lock-tenant.ts";

/** True when nobody can be asked about a tenant's Gateway any more: its host's agent is gone, or its host retired. */
export function isLeftBehind({ host }: LockedTenant): boolean {
  return host.replacedById !== null || host.retiredAt !== null;
}
