import { z } from "zod";
import type { ItemEvidence, Prisma, RiskAcceptance } from "#lib/db/generated/client.ts";
import { decay, isAnotherProcess, staleReason } from "#lib/domain/checklist/freshness.ts";
import { type Item, itemLabels, itemSchema, items } from "#lib/domain/checklist/item.ts";
import { type Verdict, verdicts } from "#lib/domain/checklist/verdict.ts";
import { accept, isAccepted } from "#lib/domain/risk/acceptance.ts";
import { acceptancesOf, toAcceptanceDtos } from "#lib/services/acceptance/acceptance-row.ts";
import { verdictFromColumn } from "#lib/services/columns/verdict-column.ts";
import type { ItemVerdictDto, VerdictCounts } from "./check-dto.ts";

/** What lists read of a tenant's items: the evidence itself is most of each row. */
export const withoutEvidence = { omit: { evidence: true } } satisfies Prisma.Tenant$evidenceArgs;
export type VerdictRow = Omit<ItemEvidence, "evidence">;

/** What is true of a tenant now, against which its evidence is held. */
type CurrentTenant = {
  readonly gateway: {
    readonly observedHash: string | null;
    readonly observedVersion: string | null;
    readonly processStamp: number;
  };
  readonly host: { readonly neighbourhood: number; readonly lastSeenAt: Date | null };
  /** Risks of the tenant that somebody answers for; revoked ones left out. */
  readonly accepted: readonly RiskAcceptance[];
};

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

/** The ten verdicts of one tenant as they stand now, in the order of the checklist. */
export function tenantVerdicts(
  rows: readonly VerdictRow[],
  current: CurrentTenant,
  now: Date,
): ItemVerdictDto[] {
  const byItem = new Map(rows.map((row) => [row.item, row]));
  return items.map((item) => toVerdictDto(item, byItem.get(item), current, now));
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

function toVerdictDto(
  item: Item,
  row: VerdictRow | undefined,
  current: CurrentTenant,
  now: Date,
): ItemVerdictDto {
  const acceptances = acceptancesOf(current.accepted, "item", item);
  if (row === undefined) return unmeasured(item, toAcceptanceDtos(acceptances, [], now));
  const taken = { verdict: verdictFromColumn(row.verdict), reason: row.reason };
  const counted = isAccepted(row.faults, acceptances, now) ? accept(taken, restOf(row)) : taken;
  const stale = row.notSince ?? staleness(row, current, now);
  const judgement = decay(counted, stale);
  return {
    item,
    label: itemLabels[item],
    ...judgement,
    stale,
    decayedFrom: judgement.verdict === counted.verdict ? null : counted.verdict,
    sharing: sharingColumn.catch([]).parse(row.sharing),
    faults: row.faults,
    acceptances: toAcceptanceDtos(acceptances, row.faults, now),
    observedAt: row.observedAt.toISOString(),
  };
}

function restOf({ isMeasured, rest }: VerdictRow): string | null {
  return isMeasured ? null : (rest ?? "A part of it could not be measured.");
}

function staleness(row: VerdictRow, { gateway, host }: CurrentTenant, now: Date): string | null {
  const { configHash, version, neighbourhood, observedAt: at } = row;
  const currently = {
    configHash: gateway.observedHash,
    // Only a running Gateway says its version: silence is no change.
    version: gateway.observedVersion ?? row.version,
    neighbourhood: host.neighbourhood,
    heardAt: host.lastSeenAt,
  };
  const reason = staleReason({ configHash, version, neighbourhood, at }, currently, now, "check");
  return reason ?? (row.stamp < gateway.processStamp ? isAnotherProcess : null);
}

function unmeasured(item: Item, acceptances: ItemVerdictDto["acceptances"]): ItemVerdictDto {
  return {
    item,
    label: itemLabels[item],
    verdict: "not-measured",
    reason: "No check has looked at it yet.",
    stale: null,
    decayedFrom: null,
    sharing: [],
    faults: [],
    acceptances,
    observedAt: null,
  };
}
