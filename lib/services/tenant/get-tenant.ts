import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { lastPort } from "#lib/domain/host/port-block.ts";
import { overallOf } from "#lib/domain/overall/overall.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { auditStatus } from "#lib/services/audit/audit-status.ts";
import { auditsOf } from "#lib/services/audit/audits-of.ts";
import { knownAudit } from "#lib/services/audit/known-audit.ts";
import { toHostCheckDto } from "#lib/services/check/host-check-row.ts";
import { tenantItems } from "#lib/services/check/tenant-items.ts";
import { countVerdicts } from "#lib/services/check/tenant-verdicts.ts";
import { rungFromColumn } from "#lib/services/columns/rung-column.ts";
import { mistakeCounts, mistakeInclude } from "#lib/services/mistake/mistake-rows.ts";
import { toGatewayDto } from "#lib/services/observation/gateway-row.ts";
import { isHostHeard } from "#lib/services/observation/is-host-heard.ts";
import { toHostChangeDto } from "#lib/services/operation/host-change-row.ts";
import { operationInclude, toOperationDtos } from "#lib/services/operation/operation-row.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { attemptsOn } from "#lib/services/probe/known-attempts.ts";
import { notFound } from "#lib/services/service-error.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import type { TenantDto } from "./tenant-dto.ts";

const include = {
  client: { select: { id: true, name: true } },
  host: { include: { checks: { orderBy: { seq: "desc" }, take: 1 } } },
  gateway: true,
  portBlock: true,
  hostChange: true,
  evidence: true,
  ...mistakeInclude,
  operations: { include: operationInclude, orderBy: { seq: "desc" }, take: 10 },
} satisfies Prisma.TenantInclude;

/** Everything that a tenant's page shows, except audit findings and logs. */
export async function getTenant(actor: Actor, input: GatewayInput): Promise<TenantDto> {
  authorize(actor, "tenant.read");
  const { slug } = parseInput(gatewayInput, input);
  const row = await db.tenant.findUnique({ where: { slug }, include });
  if (row?.gateway == null) throw notFound("tenant");
  const now = new Date();
  const { gateway, host, portBlock } = row;
  const items = tenantItems(row.evidence, { gateway, host, accepted: row.accepted }, now);
  const operations = await toOperationDtos(db, row.operations);
  const { latest, lastDone } = (await auditsOf(db, [row.id]))(row.id);
  const audit = auditStatus(latest, lastDone, gateway, host, now);
  const [counts, risks] = [countVerdicts(items), mistakeCounts(row, { gateway, host }, now)];
  const attempts = (await attemptsOn(host.id, now)).get(slug) ?? null;
  const mistakes = row.mistakes && risks;
  const [check] = host.checks;
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    notes: row.notes,
    version: row.version,
    client: row.client,
    host: {
      id: host.id,
      name: host.name,
      isReachable: isHostHeard(host.lastSeenAt, now),
      isReplaced: host.replacedById !== null,
      lastSeenAt: host.lastSeenAt?.toISOString() ?? null,
    },
    rung: rungFromColumn(row.rung),
    decision: row.decision,
    gateway: toGatewayDto(gateway, host, now),
    ports: portBlock === null ? null : { base: portBlock.base, last: lastPort(portBlock) },
    overall: overallOf({ checklist: counts, attempts, mistakes, audit: knownAudit(audit) }),
    worstVerdict: worstVerdict(items.map(({ verdict }) => verdict)),
    counts,
    risks,
    items,
    latestCheck: check === undefined ? null : toHostCheckDto(check),
    audit,
    unfinished: operations.find(({ status }) => status === "queued" || status === "running") ?? null,
    hostChange: row.hostChange === null ? null : toHostChangeDto(row.hostChange, now),
    operations,
    createdAt: row.createdAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}
