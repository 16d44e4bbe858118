import { db } from "#lib/db/db.ts";
import { isMistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { mistakeRule, playbookVersion } from "#lib/domain/mistakes/mistake-rules.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { tenantVerdicts, withoutEvidence } from "#lib/services/check/tenant-verdicts.ts";
import { faultsOf } from "#lib/services/mistake/mistake-columns.ts";
import { mistakeInclude, tenantMistakes } from "#lib/services/mistake/mistake-rows.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import { policyRisksOf } from "#lib/services/tool-policy/policy-risk-rows.ts";
import { listAccepted } from "./list-accepted.ts";
import type { TenantRisksDto } from "./risk-dto.ts";

const mostResolved = 20;

/** What the rules say of a tenant now, who answers for which of its risks, and what has been put right. */
export async function getTenantRisks(actor: Actor, input: GatewayInput): Promise<TenantRisksDto> {
  authorize(actor, "tenant.read");
  const { slug } = parseInput(gatewayInput, input);
  const row = await db.tenant.findUnique({
    where: { slug },
    include: { ...mistakeInclude, evidence: withoutEvidence, gateway: true, host: true },
  });
  if (row?.gateway == null) throw notFound("tenant");
  const now = new Date();
  const current = { gateway: row.gateway, host: row.host, accepted: row.accepted };
  const mistakes = tenantMistakes(row, current, now);
  const items = tenantVerdicts(row.evidence, current, now);
  const resolved = await db.finding.findMany({
    where: { tenantId: row.id, resolvedAt: { not: null } },
    orderBy: { resolvedAt: "desc" },
    take: mostResolved,
  });
  return {
    playbookVersion: row.mistakes?.playbookVersion ?? playbookVersion,
    observedAt: row.mistakes?.observedAt.toISOString() ?? null,
    mistakes,
    accepted: await listAccepted(
      row,
      { items, mistakes, policyRisks: policyRisksOf(row, row.gateway, now) },
      now,
    ),
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
