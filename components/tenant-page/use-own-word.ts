"use client";

import { type Live, useLiveQuery } from "#components/live/use-live-query.ts";
import type { OwnWordDto } from "#lib/services/gateway/own-word-dto.ts";

/** What the running Gateway says of itself. Asked for seldom: it is the Gateway itself that answers. */
export function useOwnWord(slug: string): Live<OwnWordDto> {
  return useLiveQuery<OwnWordDto>({
    queryKey: ["tenant", slug, "own-word"],
    path: `/api/tenants/${slug}/own-word`,
    restMs: 60_000,
  });
}
