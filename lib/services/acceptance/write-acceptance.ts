import type { Tx } from "#lib/db/db.ts";
import type { RiskAcceptance } from "#lib/db/generated/client.ts";
import type { RiskKind } from "#lib/db/generated/enums.ts";
import { itemLabels } from "#lib/domain/checklist/item.ts";
import { mistakeRule } from "#lib/domain/mistakes/mistake-rules.ts";
import type { ForeseenFaults } from "#lib/domain/risk/foreseen-faults.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import type { Actor } from "#lib/services/actor.ts";
import { type AgreedTerms, lastDayOf } from "./acceptance-terms.ts";

export type AcceptedTenant = { readonly id: string; readonly slug: string; readonly clientId: string };

/** What is accepted of a tenant. */
export type AcceptedThing = {
  readonly kind: RiskKind;
  readonly subject: string;
  readonly title: string;
  readonly faults: readonly string[];
};

/**
 * Keeps that somebody answers for faults of a tenant, and records it. The
 * caller holds the tenant. What was accepted before and is covered by this, or
 * has expired and is about the same, gives way.
 *
 * @param isOutdated what else gives way
 */
export async function writeAcceptance(
  tx: Tx,
  actor: Actor,
  tenant: AcceptedTenant,
  { kind, subject, title, faults }: AcceptedThing,
  agreed: AgreedTerms,
  now: Date,
  isOutdated: (earlier: RiskAcceptance) => boolean = () => false,
): Promise<RiskAcceptance> {
  const about = { tenantId: tenant.id, kind, subject };
  const before = await tx.riskAcceptance.findMany({ where: { ...about, revokedAt: null } });
  const givesWay = before.filter((earlier) => {
    const named = earlier.faults.filter((fault) => faults.includes(fault)).length;
    const isExpired = earlier.expiresAt <= now && named > 0;
    return isExpired || named === earlier.faults.length || isOutdated(earlier);
  });
  await tx.riskAcceptance.updateMany({
    where: { id: { in: givesWay.map(({ id }) => id) } },
    data: { revokedAt: now },
  });
  const row = await tx.riskAcceptance.create({ data: { ...about, faults: [...faults], ...agreed } });
  await recordActivity(tx, actor, {
    action: "risk.accept",
    tenantId: tenant.id,
    clientId: tenant.clientId,
    details: {
      slug: tenant.slug,
      title,
      subject,
      reason: agreed.reason,
      owner: agreed.ownerName,
      expiresOn: lastDayOf(agreed),
      faults: [...faults],
    },
  });
  return row;
}

/** Accepts what the next check will find, so that it finds it accepted. */
export async function acceptForeseen(
  tx: Tx,
  actor: Actor,
  tenant: AcceptedTenant,
  foreseen: readonly ForeseenFaults[],
  agreed: AgreedTerms,
  now: Date,
): Promise<void> {
  for (const found of foreseen) {
    const title = found.kind === "item" ? itemLabels[found.subject] : mistakeRule(found.subject).title;
    await writeAcceptance(tx, actor, tenant, { ...found, title }, agreed, now);
  }
}
