"use client";

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { ApiError } from "#components/shell/api-error.ts";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

export type SlugCheck =
  | { readonly state: "empty" | "checking" | "free" | "unknown"; readonly message: null }
  | { readonly state: "invalid" | "taken"; readonly message: string };

/** Whether a slug can be had, as one types. The plan and the run ask again. */
export function useSlugCheck(typed: string): SlugCheck {
  const slug = useDeferredValue(typed);
  const parsed = slugSchema.safeParse(slug);
  const holder = useQuery({
    queryKey: ["onboarding", "slug", slug],
    queryFn: async ({ signal }) => {
      try {
        const tenant = await fetchJson<TenantDto>(`/api/tenants/${slug}`, { signal });
        return tenant.name;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    enabled: parsed.success,
    staleTime: 10_000,
  });
  if (slug === "") return { state: "empty", message: null };
  if (!parsed.success) return { state: "invalid", message: parsed.error.issues[0]?.message ?? "Not a slug." };
  if (holder.data) return { state: "taken", message: `${holder.data} has this slug. Choose another.` };
  if (holder.isError) return { state: "unknown", message: null };
  return { state: holder.isPending ? "checking" : "free", message: null };
}
