import { z } from "zod";
import type { ItemEvidence as EvidenceRow } from "#lib/db/generated/client.ts";
import { itemEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import type { ItemDto } from "./check-dto.ts";
import { tenantVerdicts } from "./tenant-verdicts.ts";

const { how, facts, defects, word } = itemEvidenceSchema.shape;
const evidenceColumn = z
  .object({ how, facts, defects, word })
  .transform(({ word: heard, ...seen }) => ({ ...seen, word: heard ?? null }));
/** Also of what can't be read any more: the verdict that it gave stays. */
const nothing = { how: null, facts: [], defects: [], word: null };

/** The ten items of one tenant as they stand now, in the order of the checklist, with what was seen of each. */
export function tenantItems(
  rows: readonly EvidenceRow[],
  current: Parameters<typeof tenantVerdicts>[1],
  now: Date,
): ItemDto[] {
  const seen = new Map(rows.map((row) => [row.item, evidenceColumn.safeParse(row.evidence).data ?? nothing]));
  return tenantVerdicts(rows, current, now).map((verdict) => ({
    ...verdict,
    ...(seen.get(verdict.item) ?? nothing),
  }));
}
