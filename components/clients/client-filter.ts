import { z } from "zod";
import { queryString } from "#components/answers/fetch-json.ts";

const filterSchema = z.object({
  search: z.string().catch(""),
  status: z.enum(["active", "archived", "all"]).catch("active"),
  /** A user's id, `none`, or "" for anybody. */
  accountManagerId: z.union([z.uuid(), z.literal("none"), z.literal("")]).catch(""),
  sort: z.enum(["name", "createdAt", "tenantCount"]).catch("name"),
  direction: z.enum(["asc", "desc"]).catch("asc"),
  page: z.coerce.number().int().min(1).catch(1),
  /** `new` while the form for a new client is open beside the list. */
  panel: z.enum(["new", ""]).catch(""),
});

export type ClientFilter = z.output<typeof filterSchema>;

export function parseClientFilter(parameters: Readonly<Record<string, unknown>>): ClientFilter {
  return filterSchema.parse(parameters);
}

const defaults = filterSchema.parse({});

export function formatClientFilter(filter: ClientFilter): string {
  const changed = Object.entries(filter).filter(
    ([key, value]) => value !== defaults[key as keyof ClientFilter],
  );
  return queryString(Object.fromEntries(changed));
}

/** What the list is asked for: the filter without what is only the screen's. */
export function clientListQuery({ panel: _, search, accountManagerId, ...rest }: ClientFilter) {
  return { ...rest, ...(search && { search }), ...(accountManagerId && { accountManagerId }) };
}
