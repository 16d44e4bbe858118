import { z } from "zod";
import type { ItemEvidence as EvidenceRow, RiskAcceptance } from "#lib/db/generated/client.ts";
import { decay, evidenceLifetimeMs, staleReason } from "#lib/domain/checklist/freshness.ts";
import { type Item, itemLabels, itemSchema, items } from "#lib/domain/checklist/item.ts";
import { type Verdict, verdicts } from "#lib/domain/checklist/verdict.ts";
import { accept, isAccepted } from "#lib/domain/risk/acceptance.ts";
import { itemEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import { acceptancesOf, toAcceptanceDtos } from "#lib/services/risk/acceptance-row.ts";
import type { ItemDto, VerdictCounts } from "./check-dto.ts";
import { verdictFromColumn } from "./verdict-column.ts";

const evidenceColumn = itemEvidenceSchema.extend({
  verdictReason: z.string().nullable().default(null),
  rest: z.string().nullable().default(null),
});
const sharingColumn = z.array(
  z.object({
    item: itemSchema,
    kind: z.string(),
    value: z.string(),
    label: z.string(),
    otherSlug: z.string(),
    otherItem: itemSchema,
    otherLabel: z.string(),
  }),
);

/** What is true of a tenant now, against which its evidence is held. */
export type CurrentTenant = {
  readonly gateway: {
    readonly observedHash: string | null;
    readonly observedVersion: string | null;
    readonly processChangedAt: Date | null;
  };
  readonly host: { readonly neighbourhood: number };
  /** Risks of the tenant that somebody answers for; revoked ones left out. */
  readonly accepted: readonly RiskAcceptance[];
};

/** The ten items of one tenant as they stand now, in the order of the checklist. */
export function tenantItems(rows: readonly EvidenceRow[], current: CurrentTenant, now: Date): ItemDto[] {
  const byItem = new Map(rows.map((row) => [row.item, row]));
  return items.map((item) => toItemDto(item, byItem.get(item), current, now));
}

export function countVerdicts(list: readonly { readonly verdict: Verdict }[]): VerdictCounts {
  const count = (verdict: Verdict) => list.filter((entry) => entry.verdict === verdict).length;
  const [failed, notMeasured, accepted, proven] = verdicts;
  return {
    [failed]: count(failed),
    [notMeasured]: count(notMeasured),
    [accepted]: count(accepted),
    [proven]: count(proven),
  };
}

function toItemDto(item: Item, row: EvidenceRow | undefined, current: CurrentTenant, now: Date): ItemDto {
  const evidence = evidenceColumn.safeParse(row?.evidence);
  if (row === undefined || !evidence.success) return unmeasured(item, current, now);
  const taken = { verdict: verdictFromColumn(row.verdict), reason: evidence.data.verdictReason };
  const acceptances = acceptancesOf(current.accepted, "item", item);
  const counted = isAccepted(row.faults, acceptances, now) ? accept(taken, evidence.data.rest) : taken;
  const judgement = decay(counted, staleness(row, current, now));
  return {
    item,
    label: itemLabels[item],
    ...judgement,
    decayedFrom: judgement.verdict === counted.verdict ? null : counted.verdict,
    how: evidence.data.how,
    facts: evidence.data.facts,
    defects: evidence.data.defects,
    sharing: sharingColumn.catch([]).parse(row.sharing),
    faults: row.faults,
    acceptances: toAcceptanceDtos(acceptances, row.faults, now),
    observedAt: row.observedAt.toISOString(),
  };
}

function staleness(row: EvidenceRow, { gateway, host }: CurrentTenant, now: Date): string | null {
  const then = { configHash: row.configHash, version: row.version, neighbourhood: row.neighbourhood };
  const currently = {
    configHash: gateway.observedHash,
    // Only a running Gateway says its version: silence is no change.
    version: gateway.observedVersion ?? row.version,
    neighbourhood: host.neighbourhood,
  };
  if (gateway.processChangedAt !== null && row.observedAt < gateway.processChangedAt) {
    return "The Gateway was started, stopped or restarted since it was measured.";
  }
  return staleReason(row.observedAt, then, currently, now, evidenceLifetimeMs);
}

function unmeasured(item: Item, { accepted }: CurrentTenant, now: Date): ItemDto {
  return {
    item,
    label: itemLabels[item],
    verdict: "not-measured",
    reason: "No check has looked at it yet.",
    decayedFrom: null,
    how: null,
    facts: [],
    defects: [],
    sharing: [],
    faults: [],
    acceptances: toAcceptanceDtos(acceptancesOf(accepted, "item", item), [], now),
    observedAt: null,
  };
}
