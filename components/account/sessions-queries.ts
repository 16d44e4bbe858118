import { queryOptions } from "@tanstack/react-query";
import { fetchJson, queryString } from "#components/answers/fetch-json.ts";
import type { SessionDto } from "#lib/services/session/session-dto.ts";

export const sessionsKey = ["sessions"] as const;

/** One's own sessions, or those of the user given (owners). */
export function sessionsOf(userId: string | null) {
  return queryOptions({
    queryKey: [...sessionsKey, userId],
    queryFn: ({ signal }) => fetchJson<SessionDto[]>(`/api/sessions${queryString({ userId })}`, { signal }),
  });
}
