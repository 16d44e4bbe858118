import type { Prisma } from "#lib/db/generated/client.ts";
import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { type KnownParts, overallOf } from "#lib/domain/overall/overall.ts";
import { observationSchema } from "#lib/host-agent/contract/observation.ts";
import { auditStatus } from "#lib/services/audit/audit-status.ts";
import type { AuditPair } from "#lib/services/audit/audits-of.ts";
import { knownAudit } from "#lib/services/audit/known-audit.ts";
import { countVerdicts, tenantVerdicts, withoutEvidence } from "#lib/services/check/tenant-verdicts.ts";
import { rungFromColumn } from "#lib/services/columns/rung-column.ts";
import { mistakeCounts, mistakeInclude } from "#lib/services/mistake/mistake-rows.ts";
import { shownPhase } from "#lib/services/observation/gateway-row.ts";
import { toOperationSummary, unfinishedStatuses } from "#lib/services/operation/operation-row.ts";
import type { TenantRowDto } from "./tenant-dto.ts";

export const tenantRowInclude = {
  client: { select: { id: true, name: true } },
  host: { select: { lastSeenAt: true, neighbourhood: true } },
  gateway: true,
  portBlock: { select: { base: true } },
  evidence: withoutEvidence,
  ...mistakeInclude,
  operations: { where: { status: { in: [...unfinishedStatuses] } }, take: 1 },
} satisfies Prisma.TenantInclude;
type TenantRow = Prisma.TenantGetPayload<{ include: typeof tenantRowInclude }>;

type Known = { readonly audits: AuditPair; readonly attempts: KnownParts["attempts"] };

export function toTenantRowDto(row: TenantRow, { audits, attempts }: Known, now: Date): TenantRowDto {
  const { gateway } = row;
  if (gateway === null) throw new Error(`Tenant ${row.slug} has no Gateway row.`);
  const items = tenantVerdicts(row.evidence, { ...row, gateway }, now);
  const observation = observationSchema.safeParse(gateway.observed);
  const [unfinished] = row.operations;
  const audit = auditStatus(audits.latest, audits.lastDone, gateway, row.host, now);
  const [counts, risks] = [countVerdicts(items), mistakeCounts(row, { ...row, gateway }, now)];
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
    overall: overallOf({
      ...{ checklist: counts, attempts, audit: knownAudit(audit) },
      mistakes: row.mistakes && risks,
    }),
    worstVerdict: worstVerdict(items.map(({ verdict }) => verdict)),
    counts,
    risks,
    audit,
    unfinished: unfinished === undefined ? null : toOperationSummary(unfinished),
    createdAt: row.createdAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}
