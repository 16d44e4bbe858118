"use client";

import { type Live, useLiveQuery } from "#components/live/use-live-query.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import type { TenantToolsDto } from "#lib/services/tool-policy/tool-policy-dto.ts";

/** Asking a Gateway for its tools costs it most of a second. */
const restMs = 60_000;

/** A tenant's policy and what its Gateway says; asked again whenever its configuration or phase changes. */
export function useTools({ slug, gateway }: Pick<TenantDto, "slug" | "gateway">): Live<TenantToolsDto> {
  return useLiveQuery<TenantToolsDto>({
    queryKey: ["tenant", slug, "tools", gateway.phase, gateway.observation?.configHash ?? null],
    path: `/api/tenants/${slug}/tools`,
    restMs,
  });
}
