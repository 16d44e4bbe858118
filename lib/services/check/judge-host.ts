import type { Item } from "#lib/domain/checklist/item.ts";
import { type Judgement, judgeItem } from "#lib/domain/checklist/judge.ts";
import { findSharing, type Sharing } from "#lib/domain/checklist/sharing.ts";
import type { HostEvidence, ItemEvidence } from "#lib/host-agent/contract/evidence.ts";

export type JudgedItem = {
  readonly slug: string;
  readonly evidence: ItemEvidence;
  readonly sharing: readonly Sharing[];
  readonly judgement: Judgement;
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
      const judgement = judgeItem(evidence, sharing, unobserved(neighbours, evidence.item));
      return { slug, evidence, sharing, judgement, configHash, version };
    }),
  );
}

/** Neighbours of whose item nothing at all is known: they may hold the very same thing. */
function unobserved(neighbours: HostEvidence["tenants"], item: Item): string[] {
  return neighbours
    .filter(({ items }) =>
      items.some((other) => other.item === item && !other.isMeasured && other.identities.length === 0),
    )
    .map(({ slug }) => slug);
}
