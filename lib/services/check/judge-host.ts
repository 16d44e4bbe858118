import type { Item } from "#lib/domain/checklist/item.ts";
import { type Judgement, judgeItem } from "#lib/domain/checklist/judge.ts";
import { findSharing, type Sharing } from "#lib/domain/checklist/sharing.ts";
import { itemFaultKeys } from "#lib/domain/risk/acceptance.ts";
import type { HostEvidence, ItemEvidence } from "#lib/host-agent/contract/evidence.ts";

export type JudgedItem = {
  readonly slug: string;
  readonly evidence: ItemEvidence;
  readonly sharing: readonly Sharing[];
  readonly judgement: Judgement;
  /** Keys of what breaks it. */
  readonly faults: readonly string[];
  /** Why it could not all be measured, apart from what breaks it; null when it could. */
  readonly rest: string | null;
  readonly configHash: string | null;
  readonly version: string | null;
};

/** Compares the tenants of one pass with each other and gives every item its verdict. */
export function judgeHost({ tenants }: HostEvidence): JudgedItem[] {
  const sharingBySlug = findSharing(tenants);
  return tenants.flatMap(({ slug, items, configHash, version }) =>
    items.map((evidence) => {
      const all = sharingBySlug.get(slug) ?? [];
      const sharing = all.filter(({ item }) => item === evidence.item);
      const neighbours = tenants.filter((other) => other.slug !== slug);
      const unseen = unobserved(neighbours, evidence.item);
      const judgement = judgeItem(evidence, sharing, unseen);
      const faults = itemFaultKeys(sharing, evidence.defects);
      const rest = judgeItem({ ...evidence, defects: [] }, [], unseen).reason;
      return { slug, evidence, sharing, judgement, faults, rest, configHash, version };
    }),
  );
}

/** Neighbours of whose item something is not known: they may hold the very same thing. */
function unobserved(neighbours: HostEvidence["tenants"], item: Item): string[] {
  return neighbours
    .filter(({ items }) => items.some((other) => other.item === item && mayHoldMore(other)))
    .map(({ slug }) => slug);
}

function mayHoldMore({ isMeasured, identities, unseen }: ItemEvidence): boolean {
  if (isMeasured) return false;
  return identities.length === 0 || (unseen !== undefined && unseen !== null);
}
