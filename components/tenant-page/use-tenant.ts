"use client";

import { isChecking } from "#components/checklist/check-button.tsx";
import { type Live, useLiveQuery } from "#components/live/use-live-query.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

/** A tenant as it is now; asked for more often while anything about it is under way. */
export function useTenant(initial: TenantDto): Live<TenantDto> & { readonly data: TenantDto } {
  const path = `/api/tenants/${initial.slug}`;
  const live = useLiveQuery<TenantDto>({
    queryKey: ["tenant", initial.slug],
    path,
    initial: { path, data: initial },
    isMoving,
  });
  return { ...live, data: live.data ?? initial };
}

const movingPhases: readonly string[] = ["starting", "stopping", "backing-off"];

function isMoving(tenant: TenantDto): boolean {
  return (
    tenant.unfinished !== null ||
    tenant.hostChange !== null ||
    isChecking(tenant.latestCheck) ||
    tenant.audit.state === "running" ||
    movingPhases.includes(tenant.gateway.phase)
  );
}
