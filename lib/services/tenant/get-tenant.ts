import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { lastPort } from "#lib/domain/host/port-block.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { auditStatus } from "#lib/services/audit/audit-status.ts";
import { auditsOf } from "#lib/services/audit/audits-of.ts";
import { toHostCheckDto } from "#lib/services/check/host-check-row.ts";
import { countVerdicts, tenantItems } from "#lib/services/check/tenant-items.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/gateway/gateway-input.ts";
import { toGatewayDto } from "#lib/services/gateway/gateway-row.ts";
import { isHostHeard } from "#lib/services/host/is-host-heard.ts";
import { operationInclude, toOperationDtos } from "#lib/services/operation/operation-row.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { riskCounts, riskInclude } from "#lib/services/risk/risk-rows.ts";
import { notFound } from "#lib/services/service-error.ts";
import { rungFromColumn } from "./rung-column.ts";
import type { TenantDto } from "./tenant-dto.ts";

const include = {
  client: { select: { id: true, name: true } },
  host: { include: { checks: { orderBy: { createdAt: "desc" }, take: 1 } } },
  gateway: true,
  portBlock: true,
  evidence: true,
  ...riskInclude,
  operations: { include: operationInclude, orderBy: { createdAt: "desc" }, take: 10 },
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
      lastSeenAt: host.lastSeenAt?.toISOString() ?? null,
    },
    rung: rungFromColumn(row.rung),
    decision: row.decision,
    gateway: toGatewayDto(gateway, host, now),
    ports: portBlock === null ? null : { base: portBlock.base, last: lastPort(portBlock) },
    worstVerdict: worstVerdict(items.map(({ verdict }) => verdict)),
    counts: countVerdicts(items),
    risks: riskCounts(row, { gateway, host }, now),
    items,
    latestCheck: check === undefined ? null : toHostCheckDto(check),
    audit: auditStatus(latest, lastDone, gateway, now),
    unfinished: operations.find(({ status }) => status === "queued" || status === "running") ?? null,
    operations,
    createdAt: row.createdAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}
