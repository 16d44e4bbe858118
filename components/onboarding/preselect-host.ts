import { strongestCost } from "#components/host/capacity.tsx";
import type { HostDto } from "#lib/services/host/host-dto.ts";

type Choosable = Pick<HostDto, "id" | "isReachable" | "isReplaced">;

/**
 * The host that is chosen until somebody chooses otherwise: the only one that is
 * heard, or the only one there is. Null where a person has to choose.
 */
export function preselectHost(hosts: readonly Choosable[]): string | null {
  const heard = hosts.filter(({ isReachable }) => isReachable);
  const [only, ...others] = heard.length > 0 ? heard : hosts.filter(({ isReplaced }) => !isReplaced);
  return others.length === 0 ? (only?.id ?? null) : null;
}

/** Whether host or rung are about to be chosen for somebody who has not chosen yet. */
export function isBeingPreset(
  hosts: readonly HostDto[],
  { hostId, rung }: { readonly hostId: string | null; readonly rung: string | null },
): boolean {
  const chosen = hosts.find(({ id }) => id === hostId);
  if (chosen === undefined) return preselectHost(hosts) !== null;
  return rung === null && strongestCost(chosen) !== null;
}
