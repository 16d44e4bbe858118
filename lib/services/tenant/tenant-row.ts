import type { Prisma } from "#lib/db/generated/client.ts";
import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { observationSchema } from "#lib/host-agent/contract/observation.ts";
import { auditStatus } from "#lib/services/audit/audit-status.ts";
import type { AuditPair } from "#lib/services/audit/audits-of.ts";
import { countVerdicts, tenantItems } from "#lib/services/check/tenant-items.ts";
import { shownPhase } from "#lib/services/gateway/gateway-row.ts";
import { toOperationSummary, unfinishedStatuses } from "#lib/services/operation/operation-row.ts";
import { riskCounts, riskInclude } from "#lib/services/risk/risk-rows.ts";
import { rungFromColumn } from "./rung-column.ts";
import type { TenantRowDto } from "./tenant-dto.ts";

export const tenantRowInclude = {
  client: { select: { id: true, name: true } },
  host: { select: { lastSeenAt: true, neighbourhood: true } },
  gateway: true,
  portBlock: { select: { base: true } },
  evidence: true,
  ...riskInclude,
  operations: { where: { status: { in: [...unfinishedStatuses] } }, take: 1 },
} satisfies Prisma.TenantInclude;
type TenantRow = Prisma.TenantGetPayload<{ include: typeof tenantRowInclude }>;

export function toTenantRowDto(row: TenantRow, audits: AuditPair, now: Date): TenantRowDto {
  const { gateway } = row;
  if (gateway === null) throw new Error(`Tenant ${row.slug} has no Gateway row.`);
  const items = tenantItems(row.evidence, { ...row, gateway }, now);
  const observation = observationSchema.safeParse(gateway.observed);
  const [unfinished] = row.operations;
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    client: row.client,
    rung: rungFromColumn(row.rung),
    phase: shownPhase(gateway, row.host, now),
    desiredState: gateway.desiredState,
    memoryBytes: observation.success ? observation.data.memoryBytes : null,
    portBase: row.portBlock?.base ?? null,
    worstVerdict: worstVerdict(items.map(({ verdict }) => verdict)),
    counts: countVerdicts(items),
    risks: riskCounts(row, { ...row, gateway }, now),
    audit: auditStatus(audits.latest, audits.lastDone, gateway, now),
    unfinished: unfinished === undefined ? null : toOperationSummary(unfinished),
    createdAt: row.createdAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}
