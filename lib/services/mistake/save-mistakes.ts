import { randomUUID } from "node:crypto";
import type { Tx } from "#lib/db/db.ts";
import { applyRules, type RuleOutcome } from "#lib/domain/mistakes/apply-rules.ts";
import { mistakeRule, playbookVersion } from "#lib/domain/mistakes/mistake-rules.ts";
import type { TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { recordActivity } from "#lib/services/activity/index.ts";

type Check = {
  readonly id: string;
  readonly neighbourhood: number;
  readonly stamp: number;
  readonly at: Date;
};
type Tenant = { readonly id: string; readonly slug: string; readonly clientId: string };

const job = { kind: "job", name: "host check" } as const;

/**
 * Holds the rules against everything that one pass saw of a host and keeps
 * what they say: mistakes seen for the first time, seen again, and gone. What
 * could not be looked at stays as it was; nothing is resolved by not looking.
 */
export async function saveMistakes(
  tx: Tx,
  check: Check,
  seen: readonly TenantEvidence[],
  tenants: readonly Tenant[],
): Promise<void> {
  const outcomes = applyRules(
    seen.map(({ slug, configuration }) => ({ slug, configuration: configuration ?? null })),
  );
  for (const evidence of seen) {
    const tenant = tenants.find(({ slug }) => slug === evidence.slug);
    if (tenant === undefined) continue;
    const own = outcomes.filter(({ slug }) => slug === tenant.slug);
    await saveCheck(tx, check, evidence, tenant, own);
    await saveFindings(tx, check, tenant, own);
  }
}

async function saveCheck(
  tx: Tx,
  check: Check,
  { configHash, version }: TenantEvidence,
  tenant: Tenant,
  own: readonly RuleOutcome[],
): Promise<void> {
  const data = {
    checkId: check.id,
    playbookVersion,
    results: own.map(({ ruleId, state, reason }) => ({ ruleId, state, reason })),
    configHash,
    version,
    neighbourhood: check.neighbourhood,
    stamp: check.stamp,
    observedAt: check.at,
  };
  await tx.mistakeCheck.upsert({
    where: { tenantId: tenant.id },
    create: { tenantId: tenant.id, ...data },
    update: data,
  });
}

async function saveFindings(
  tx: Tx,
  check: Check,
  tenant: Tenant,
  own: readonly RuleOutcome[],
): Promise<void> {
  const known = await tx.finding.findMany({ where: { tenantId: tenant.id, resolvedAt: null } });
  const byRule = new Map(known.map((finding) => [finding.ruleId, finding]));
  for (const { ruleId, state, faults } of own) {
    const finding = byRule.get(ruleId);
    if (state === "clean" && finding !== undefined) {
      await tx.finding.update({ where: { id: finding.id }, data: { resolvedAt: check.at } });
      await tell(tx, tenant, "mistake.resolved", ruleId, finding.others);
    }
    if (state !== "found") continue;
    const others = [...new Set(faults.flatMap((fault) => fault.others))].sort();
    const data = {
      faults: faults.map(({ detail, seenHow, others: involved, cure }) => ({
        detail,
        seenHow,
        others: [...involved],
        cure,
      })),
      faultKeys: [...new Set(faults.map(({ key }) => key))].sort(),
      others,
      checkId: check.id,
      lastSeenAt: check.at,
    };
    if (finding !== undefined) await tx.finding.update({ where: { id: finding.id }, data });
    else {
      await tx.finding.create({
        data: { id: randomUUID(), tenantId: tenant.id, ruleId, firstSeenAt: check.at, ...data },
      });
      await tell(tx, tenant, "mistake.found", ruleId, others);
    }
  }
}

function tell(
  tx: Tx,
  { id, clientId, slug }: Tenant,
  action: "mistake.found" | "mistake.resolved",
  ruleId: RuleOutcome["ruleId"],
  others: readonly string[],
): Promise<void> {
  const details = { slug, ruleId, title: mistakeRule(ruleId).title, others: [...others] };
  return recordActivity(tx, job, { action, tenantId: id, clientId, details });
}
