"use client";

import { keepPreviousData, type QueryKey, type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { fetchJson } from "#components/answers/fetch-json.ts";

const movingMs = 1_200;
const restingMs = 5_000;

type LiveQueryOptions<Data> = {
  queryKey: QueryKey;
  /** Path and query of the route that answers. */
  path: string;
  /** What the server read for `path` when it rendered the page. */
  initial?: { readonly path: string; readonly data: Data } | undefined;
  /** True while something is under way, so that it is asked for more often. */
  isMoving?: (data: Data) => boolean;
  isEnabled?: boolean;
  /** How often it is asked for while nothing moves, where that costs more than usual. */
  restMs?: number;
};

export type Live<Data> = {
  readonly data: Data | undefined;
  readonly error: Error | null;
  /** True when `data` could not be refreshed the last time. */
  readonly isStale: boolean;
  /** When `data` was read. */
  readonly since: Date;
  /** True while rows of an earlier question stand in for the present one's. */
  readonly isPlaceholder: boolean;
  readonly isFetching: boolean;
  readonly refresh: () => void;
};

/** Reads a route and keeps it fresh: about once a second while something moves, every 5 s otherwise. */
export function useLiveQuery<Data>(options: LiveQueryOptions<Data>): Live<Data> {
  const { queryKey, path, initial, isMoving, isEnabled = true, restMs = restingMs } = options;
  const seed = initial?.path === path ? { initialData: () => initial.data } : {};
  const query = useQuery<Data>({
    queryKey,
    queryFn: ({ signal }) => fetchJson<Data>(path, { signal }),
    enabled: isEnabled,
    placeholderData: keepPrevious<Data>(),
    refetchInterval: ({ state }) => (state.data && isMoving?.(state.data) ? movingMs : restMs),
    ...seed,
  });
  return {
    data: query.data,
    error: query.error,
    isStale: query.isError && query.data !== undefined,
    since: new Date(query.dataUpdatedAt),
    isPlaceholder: query.isPlaceholderData,
    isFetching: query.isFetching,
    refresh: () => void query.refetch(),
  };
}

/** What a route answers is JSON and never a function, which is all that the option's own type rules out. */
function keepPrevious<Data>() {
  return keepPreviousData as NonNullable<UseQueryOptions<Data>["placeholderData"]>;
}
