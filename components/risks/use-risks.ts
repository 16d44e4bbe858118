"use client";

import { type Live, useLiveQuery } from "#components/live/use-live-query.ts";
import type { TenantRisksDto } from "#lib/services/risk/risk-dto.ts";

/** What the rules say of a tenant now. */
export function useRisks(slug: string): Live<TenantRisksDto> {
  return useLiveQuery<TenantRisksDto>({
    queryKey: ["tenant", slug, "risks"],
    path: `/api/tenants/${slug}/risks`,
  });
}
