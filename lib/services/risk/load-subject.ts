import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import { itemLabels, itemSchema } from "#lib/domain/checklist/item.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import { mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { mistakeRule } from "#lib/domain/mistakes/mistake-rules.ts";
import { type ProbeId, probeIdSchema, probeOf } from "#lib/domain/probe/probes.ts";
import { attemptFaultKey } from "#lib/domain/risk/accepted-attempts.ts";
import type { AcceptanceDto } from "#lib/services/acceptance/acceptance-dto.ts";
import { tenantVerdicts, withoutEvidence } from "#lib/services/check/tenant-verdicts.ts";
import { mistakeInclude, tenantMistakes } from "#lib/services/mistake/mistake-rows.ts";
import { lockTenant } from "#lib/services/operation/lock-tenant.ts";
import { readHostAttempts } from "#lib/services/probe/host-attempts.ts";
import { loadProbeHost } from "#lib/services/probe/probe-host.ts";
import { notFound } from "#lib/services/service-error.ts";

/** What of a tenant can be accepted as a risk after it was measured. */
export const subjectSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("mistake"), id: z.enum(mistakeIds) }),
  z.object({ kind: z.literal("item"), id: itemSchema }),
  /** What this probe gets at in the tenant. */
  z.object({ kind: z.literal("attempt"), id: probeIdSchema }),
]);
export type Subject = z.infer<typeof subjectSchema>;

export type LoadedSubject = {
  readonly kind: Subject["kind"];
  readonly tenant: { readonly id: string; readonly slug: string; readonly clientId: string };
  readonly title: string;
  readonly verdict: Verdict;
  /** Keys of what is wrong and, where each counts by itself, not accepted yet. */
  readonly faults: readonly string[];
  /** True where each fault is a failure of its own and may be accepted alone: an attempt from one tenant. */
  readonly isEachByItself: boolean;
  readonly acceptances: readonly AcceptanceDto[];
  /** When it was last measured. */
  readonly observedAt: Date | null;
};

/**
 * What is wrong with a tenant's item, by a rule or by a probe now. Holds the
 * tenant until the transaction ends, so that two people who accept are served
 * in turn.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function loadSubject(tx: Tx, slug: string, subject: Subject, now: Date): Promise<LoadedSubject> {
  const { id, gateway } = await lockTenant(tx, slug);
  const tenant = await tx.tenant.findUnique({
    where: { id },
    include: { ...mistakeInclude, evidence: withoutEvidence, host: true },
  });
  if (tenant === null) throw notFound("tenant");
  if (subject.kind === "attempt") return loadAttempts(tx, tenant, subject.id, now);
  const current = { gateway, host: tenant.host, accepted: tenant.accepted };
  const common = { kind: subject.kind, tenant, isEachByItself: false };
  if (subject.kind === "item") {
    const item = tenantVerdicts(tenant.evidence, current, now).find((each) => each.item === subject.id);
    return {
      ...common,
      title: itemLabels[subject.id],
      verdict: item?.verdict ?? "not-measured",
      faults: item?.faults ?? [],
      acceptances: item?.acceptances ?? [],
      observedAt: item?.observedAt == null ? null : new Date(item.observedAt),
    };
  }
  const mistake = tenantMistakes(tenant, current, now).find(({ ruleId }) => ruleId === subject.id);
  return {
    ...common,
    title: mistakeRule(subject.id).title,
    verdict: mistake?.verdict ?? "not-measured",
    faults: mistake?.faultKeys ?? [],
    acceptances: mistake?.acceptances ?? [],
    observedAt: tenant.mistakes?.observedAt ?? null,
  };
}

async function loadAttempts(
  tx: Tx,
  tenant: LoadedSubject["tenant"] & { readonly hostId: string },
  probe: ProbeId,
  now: Date,
): Promise<LoadedSubject> {
  const host = await loadProbeHost(tenant.hostId, tx);
  const pairs = host === null ? [] : (await readHostAttempts(host, now, tx)).pairs;
  const open = pairs.filter(
    ({ target, verdicts }) => target === tenant.slug && verdicts.get(probe) === "failed",
  );
  return {
    kind: "attempt",
    tenant,
    title: probeOf(probe).risk,
    verdict: open.length > 0 ? "failed" : "not-measured",
    faults: open.map(({ source }) => attemptFaultKey(source)),
    isEachByItself: true,
    acceptances: [],
    observedAt: null,
  };
}
