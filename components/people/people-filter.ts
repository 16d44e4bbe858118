import { z } from "zod";
import { queryString } from "#components/answers/fetch-json.ts";

const filterSchema = z.object({
  search: z.string().catch(""),
  page: z.coerce.number().int().min(1).catch(1),
  /** Who is open beside the list: a user's id, or `new`. */
  person: z.union([z.uuid(), z.literal("new"), z.literal("")]).catch(""),
});
export type PeopleFilter = z.output<typeof filterSchema>;

export function parsePeopleFilter(parameters: Readonly<Record<string, unknown>>): PeopleFilter {
  return filterSchema.parse(parameters);
}

export function formatPeopleFilter({ search, page, person }: PeopleFilter): string {
  return queryString({ search, page: page === 1 ? null : page, person });
}

export function peopleListQuery({ search, page }: PeopleFilter) {
  return { page, ...(search && { search }) };
}
