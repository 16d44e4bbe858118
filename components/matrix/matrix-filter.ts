import { z } from "zod";
import { queryString } from "#components/answers/fetch-json.ts";
import { items } from "#lib/domain/checklist/item.ts";
import { verdicts } from "#lib/domain/checklist/verdict.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";

const filterSchema = z.object({
  search: z.string().trim().catch(""),
  verdict: z.enum(["", ...verdicts]).catch(""),
  sort: z.enum(["verdict", "name"]).catch("verdict"),
  page: z.coerce.number().int().min(1).catch(1),
  /** Slug and item of the open cell. */
  tenant: z
    .union([slugSchema, z.literal("")])
    .transform(String)
    .catch(""),
  item: z.enum(["", ...items]).catch(""),
});

/** What the matrix is asked, and the cell that is open; all of it stands in the address. */
export type MatrixFilter = z.output<typeof filterSchema>;

export function readMatrixFilter(parameters: Readonly<Record<string, unknown>>): MatrixFilter {
  return filterSchema.parse(parameters);
}

export function formatMatrixFilter(filter: MatrixFilter): string {
  return queryString({ ...shownOf(filter), tenant: filter.tenant, item: filter.item });
}

/** The part that decides which rows are shown. */
export function matrixRowsQuery(filter: MatrixFilter): string {
  return queryString({ ...shownOf(filter), sort: filter.sort, pageSize: matrixPageSize });
}

export const matrixPageSize = 50;

function shownOf({ search, verdict, sort, page }: MatrixFilter) {
  return { search, verdict, sort: sort === "verdict" ? "" : sort, page: page === 1 ? "" : page };
}
