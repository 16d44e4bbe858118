import { z } from "zod";
import { queryString } from "#components/answers/fetch-json.ts";
import { auditStateLabels } from "#components/audit/audit-mark.tsx";
import { verdicts } from "#lib/domain/checklist/verdict.ts";
import { phaseLabels } from "#lib/domain/gateway/lifecycle.ts";
import type { AuditState } from "#lib/services/audit/audit-dto.ts";
import type { ShownPhase } from "#lib/services/observation/gateway-dto.ts";

const filterSchema = z.object({
  search: z.string().trim().catch(""),
  phase: z.enum(["", ...(Object.keys(phaseLabels) as ShownPhase[])]).catch(""),
  verdict: z.enum(["", ...verdicts]).catch(""),
  audit: z.enum(["", ...(Object.keys(auditStateLabels) as AuditState[])]).catch(""),
  risk: z.enum(["", "open", "accepted"]).catch(""),
  client: z.union([z.uuid(), z.literal("")]).catch(""),
  archived: z.enum(["true", ""]).catch(""),
  sort: z.enum(["name", "client", "phase", "verdict", "audit"]).catch("name"),
  direction: z.enum(["asc", "desc"]).catch("asc"),
  page: z.coerce.number().int().min(1).catch(1),
});

/** Everything the list of tenants can be asked; all of it stands in the address. "" asks nothing. */
export type TenantsFilter = z.output<typeof filterSchema>;

/** Reads what it knows and drops the rest, so that a mistyped address still answers. */
export function readTenantsFilter(parameters: Readonly<Record<string, unknown>>): TenantsFilter {
  return filterSchema.parse(parameters);
}

/** "?search=acme&phase=failed", or "" when nothing is asked. */
export function formatTenantsFilter(filter: TenantsFilter): string {
  const isDefaultSort = filter.sort === "name" && filter.direction === "asc";
  return queryString({
    ...filter,
    sort: isDefaultSort ? "" : filter.sort,
    direction: isDefaultSort ? "" : filter.direction,
    page: filter.page === 1 ? "" : filter.page,
  });
}

/** What clears everything that hides tenants. */
export const noFilter = { search: "", phase: "", verdict: "", audit: "", risk: "", client: "" } as const;

/** True when something hides tenants that would otherwise be listed. */
export function isFiltered(filter: TenantsFilter): boolean {
  return Boolean(
    filter.search || filter.phase || filter.verdict || filter.client || filter.audit || filter.risk,
  );
}
