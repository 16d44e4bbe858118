import { queryOptions } from "@tanstack/react-query";
import { fetchJson, queryString } from "#components/answers/fetch-json.ts";
import type { Page } from "#lib/services/page.ts";
import type { UserDto } from "#lib/services/user/user-dto.ts";
import { type PeopleFilter, peopleListQuery } from "./people-filter.ts";

export const peopleKey = ["people"] as const;

export function peopleList(filter: PeopleFilter) {
  const query = peopleListQuery(filter);
  return queryOptions({
    queryKey: [...peopleKey, query],
    queryFn: ({ signal }) => fetchJson<Page<UserDto>>(`/api/users${queryString(query)}`, { signal }),
  });
}
