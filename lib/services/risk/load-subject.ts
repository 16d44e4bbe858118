import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import { itemLabels, itemSchema } from "#lib/domain/checklist/item.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import { mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { mistakeRule } from "#lib/domain/mistakes/mistake-rules.ts";
import { tenantItems } from "#lib/services/check/tenant-items.ts";
import { lockTenant } from "#lib/services/gateway/lock-tenant.ts";
import { notFound } from "#lib/services/service-error.ts";
import type { AcceptanceDto } from "./risk-dto.ts";
import { riskInclude, tenantMistakes } from "./risk-rows.ts";

/** What of a tenant can be accepted as a risk. */
export const subjectSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("mistake"), id: z.enum(mistakeIds) }),
  z.object({ kind: z.literal("item"), id: itemSchema }),
]);
export type Subject = z.infer<typeof subjectSchema>;

export type LoadedSubject = {
  readonly tenant: { readonly id: string; readonly slug: string; readonly clientId: string };
  readonly title: string;
  readonly verdict: Verdict;
  readonly faults: readonly string[];
  readonly acceptance: AcceptanceDto | null;
};

/**
 * What is wrong with a tenant's item or by a rule now. Holds the tenant until
 * the transaction ends, so that two people who accept are served in turn.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function loadSubject(tx: Tx, slug: string, subject: Subject, now: Date): Promise<LoadedSubject> {
  const { id, gateway } = await lockTenant(tx, slug);
  const tenant = await tx.tenant.findUnique({
    where: { id },
    include: { ...riskInclude, evidence: true, host: true },
  });
  if (tenant === null) throw notFound("tenant");
  const current = { gateway, host: tenant.host, accepted: tenant.accepted };
  if (subject.kind === "item") {
    const item = tenantItems(tenant.evidence, current, now).find((each) => each.item === subject.id);
    return {
      tenant,
      title: itemLabels[subject.id],
      verdict: item?.verdict ?? "not-measured",
      faults: item?.faults ?? [],
      acceptance: item?.acceptance ?? null,
    };
  }
  const mistake = tenantMistakes(tenant, current, now).find(({ ruleId }) => ruleId === subject.id);
  return {
    tenant,
    title: mistakeRule(subject.id).title,
    verdict: mistake?.verdict ?? "not-measured",
    faults: mistake?.faultKeys ?? [],
    acceptance: mistake?.acceptance ?? null,
  };
}
