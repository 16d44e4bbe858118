import type { HostChange } from "#lib/db/generated/client.ts";
import { ServiceError } from "#lib/services/service-error.ts";

type Changing = { readonly hostChange: HostChange | null };

/**
 * Refuses while somebody waits for the host to make a change of the tenant.
 *
 * @throws ServiceError CONFLICT
 */
export function refuseWhileChanging({ hostChange }: Changing, now = new Date()): void {
  if (hostChange === null || hostChange.freshUntil <= now) return;
  throw new ServiceError(
    "CONFLICT",
    `Another change of this tenant is under way since ${hostChange.createdAt.toISOString()}: ${hostChange.label}.`,
    { nextStep: "Wait until it has ended, then try again." },
  );
}

/**
 * The same, and also while it is not known what came of the last one.
 *
 * @throws ServiceError CONFLICT
 */
export function refuseUntilSettled(tenant: Changing, now = new Date()): void {
  refuseWhileChanging(tenant, now);
  const { hostChange } = tenant;
  if (hostChange === null) return;
  throw new ServiceError("CONFLICT", `It is not known yet whether ${hostChange.label} was done.`, {
    nextStep:
      "Bulkhead asks the host what is there now. Try again when the tenant's page has no note of it any more.",
  });
}
