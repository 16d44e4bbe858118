"use client";

import { type Live, useLiveQuery } from "#components/operations/use-live-query.ts";
import type { HardeningDto } from "#lib/services/hardening/hardening-dto.ts";

/** What is asked and seen of a tenant's boundary, kept fresh. */
export function useHardening(slug: string): Live<HardeningDto> {
  return useLiveQuery<HardeningDto>({
    queryKey: ["tenant", slug, "hardening"],
    path: `/api/tenants/${slug}/hardening`,
  });
}

/** True only while the firewall around the tenant's ports is seen in force. */
export function isFirewallInForce(seen: HardeningDto | undefined): boolean {
  if (!seen?.isOnHost) return false;
  return seen.settings.some(({ setting, observed }) => setting === "loopback-firewall" && observed === "on");
}
