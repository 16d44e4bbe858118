"use client";

import { type Live, useLiveQuery } from "#components/live/use-live-query.ts";
import type { HardeningDto } from "#lib/services/hardening/hardening-dto.ts";

/** What is asked and seen of a tenant's boundary, kept fresh. */
export function useHardening(slug: string): Live<HardeningDto> {
  return useLiveQuery<HardeningDto>({
    queryKey: ["tenant", slug, "hardening"],
    path: `/api/tenants/${slug}/hardening`,
  });
}
