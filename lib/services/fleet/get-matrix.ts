import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { verdictSchema, worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import type { ItemVerdictDto } from "#lib/services/check/check-dto.ts";
import { tenantVerdicts } from "#lib/services/check/tenant-verdicts.ts";
import { type Page, pageFields } from "#lib/services/page.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { findTenantIds, tenantQuery } from "#lib/services/tenant/tenant-query.ts";
import { tenantRowInclude } from "#lib/services/tenant/tenant-row.ts";
import type { MatrixCellDto, MatrixRowDto } from "./matrix-dto.ts";

export const matrixInput = z.object({
  search: tenantQuery.shape.search,
  client: tenantQuery.shape.client,
  verdict: verdictSchema.optional(),
  sort: z.enum(["name", "verdict"]).default("verdict"),
  ...pageFields,
});
export type MatrixInput = z.input<typeof matrixInput>;

/** Tenants × items, as the verdicts stand now; the worst first unless sorted by name. */
export async function getMatrix(actor: Actor, input: MatrixInput): Promise<Page<MatrixRowDto>> {
  authorize(actor, "tenant.read");
  const query = parseInput(matrixInput, input);
  const now = new Date();
  const { ids, total } = await findTenantIds(
    { ...query, isOnHost: true, archived: false, direction: "asc" },
    now,
  );
  const { client, host, gateway, evidence, accepted } = tenantRowInclude;
  const rows = await db.tenant.findMany({
    where: { id: { in: ids } },
    include: { client, host, gateway, evidence, accepted },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    rows: ids.flatMap((id) => {
      const row = byId.get(id);
      if (row?.gateway == null) return [];
      const items = tenantVerdicts(row.evidence, { ...row, gateway: row.gateway }, now);
      return {
        id,
        slug: row.slug,
        name: row.name,
        clientName: row.client.name,
        worstVerdict: worstVerdict(items.map(({ verdict }) => verdict)),
        cells: items.map(toCell),
      };
    }),
    total,
    page: query.page,
    pageSize: query.pageSize,
  };
}

function toCell({ item, verdict, reason, sharing, observedAt }: ItemVerdictDto): MatrixCellDto {
  const sharedWith = [...new Set(sharing.map(({ otherSlug }) => otherSlug))];
  return { item, verdict, reason, sharedWith, observedAt };
}
