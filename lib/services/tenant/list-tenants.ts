import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { auditsOf } from "#lib/services/audit/audits-of.ts";
import type { Page } from "#lib/services/page.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { attemptsOn } from "#lib/services/probe/known-attempts.ts";
import type { TenantRowDto } from "./tenant-dto.ts";
import { findTenantIds, type TenantQuery, tenantQuery } from "./tenant-query.ts";
import { tenantRowInclude, toTenantRowDto } from "./tenant-row.ts";

/** Tenants, searched, filtered, sorted and paged, with everything as it stands now. */
export async function listTenants(actor: Actor, input: TenantQuery): Promise<Page<TenantRowDto>> {
  authorize(actor, "tenant.read");
  const query = parseInput(tenantQuery, input);
  const now = new Date();
  const { ids, total } = await findTenantIds(query, now);
  const [rows, auditOf] = await Promise.all([
    db.tenant.findMany({ where: { id: { in: ids } }, include: tenantRowInclude }),
    auditsOf(db, ids),
  ]);
  const hostIds = [...new Set(rows.map(({ hostId }) => hostId))];
  const attempts = await Promise.all(hostIds.map((hostId) => attemptsOn(hostId, now)));
  const attemptsOf = (slug: string) => attempts.flatMap((bySlug) => bySlug.get(slug) ?? [])[0] ?? null;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    rows: ids.flatMap((id) => {
      const row = byId.get(id);
      return row === undefined
        ? []
        : [toTenantRowDto(row, { audits: auditOf(id), attempts: attemptsOf(row.slug) }, now)];
    }),
    total,
    page: query.page,
    pageSize: query.pageSize,
  };
}
