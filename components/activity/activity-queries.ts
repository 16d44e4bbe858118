import { infiniteQueryOptions } from "@tanstack/react-query";
import { fetchJson, queryString } from "#components/answers/fetch-json.ts";
import type { ActivityPage } from "#lib/services/activity/activity-dto.ts";

export type ActivityQuery = { clientId?: string; tenantId?: string; action?: string; actorId?: string };

const pollMs = 10_000;

/** Newest first, older pages on demand. Polled only while nobody has paged back. */
export function activityPages(filter: ActivityQuery) {
  return infiniteQueryOptions({
    queryKey: ["activity", filter],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<ActivityPage>(`/api/activity${queryString({ ...filter, before: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : pollMs),
  });
}
