"use client";

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { fetchJson, queryString } from "#components/answers/fetch-json.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { Page } from "#lib/services/page.ts";
import type { TenantRowDto } from "#lib/services/tenant/tenant-dto.ts";

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
      const lists = await Promise.all(
        ["", "true"].map((archived) =>
          fetchJson<Page<TenantRowDto>>(
            `/api/tenants${queryString({ search: slug, archived, sort: "slug", pageSize: 100 })}`,
            { signal },
          ),
        ),
      );
      return lists.flatMap(({ rows }) => rows).find((row) => row.slug === slug)?.name ?? null;
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
