import { db } from "#lib/db/db.ts";
import { isMistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { mistakeRule, playbookVersion } from "#lib/domain/mistakes/mistake-rules.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/gateway/gateway-input.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { faultsOf } from "./risk-columns.ts";
import type { TenantRisksDto } from "./risk-dto.ts";
import { riskInclude, tenantMistakes } from "./risk-rows.ts";

const mostResolved = 20;

/** What the rules say of a tenant now, who answers for what, and what has been put right. */
export async function getTenantRisks(actor: Actor, input: GatewayInput): Promise<TenantRisksDto> {
  authorize(actor, "tenant.read");
  const { slug } = parseInput(gatewayInput, input);
  const row = await db.tenant.findUnique({
    where: { slug },
    include: { ...riskInclude, gateway: true, host: true },
  });
  if (row?.gateway == null) throw notFound("tenant");
  const resolved = await db.finding.findMany({
    where: { tenantId: row.id, resolvedAt: { not: null } },
    orderBy: { resolvedAt: "desc" },
    take: mostResolved,
  });
  return {
    playbookVersion: row.mistakes?.playbookVersion ?? playbookVersion,
    observedAt: row.mistakes?.observedAt.toISOString() ?? null,
    mistakes: tenantMistakes(row, { gateway: row.gateway, host: row.host }, new Date()),
    resolved: resolved.map(({ id, ruleId, faults, firstSeenAt, resolvedAt, lastSeenAt }) => ({
      id,
      ruleId,
      title: isMistakeId(ruleId) ? mistakeRule(ruleId).title : ruleId,
      faults: faultsOf(faults),
      firstSeenAt: firstSeenAt.toISOString(),
      resolvedAt: (resolvedAt ?? lastSeenAt).toISOString(),
    })),
  };
}
