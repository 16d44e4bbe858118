import { type Item, itemLabels } from "./item.ts";
import type { Sharing } from "./sharing.ts";
import type { Verdict } from "./verdict.ts";

type JudgedEvidence = {
  readonly item: Item;
  readonly isMeasured: boolean;
  readonly reason: string | null;
  readonly identities: readonly unknown[];
  readonly defects: readonly { readonly message: string }[];
};

export type Judgement = {
  readonly verdict: Verdict;
  /** Why, in words for an operator; null when proven. */
  readonly reason: string | null;
};

/**
 * The verdict that evidence gives. What breaks the item counts even where the
 * rest of it could not be measured. An item is proven only when it was measured
 * and there was something to compare it with on every neighbour: a neighbour
 * that could not be observed may hold the very same thing.
 *
 * @param unobserved slugs of neighbours of whose same item not everything that could be shared was observed
 */
export function judgeItem(
  evidence: JudgedEvidence,
  sharing: readonly Sharing[],
  unobserved: readonly string[],
): Judgement {
  const faults = [...sharing.map(describeSharing), ...evidence.defects.map(({ message }) => message)];
  if (faults.length > 0) return { verdict: "failed", reason: [...new Set(faults)].join(" ") };
  if (!evidence.isMeasured) {
    return { verdict: "not-measured", reason: evidence.reason ?? "It could not be observed." };
  }
  if (unobserved.length > 0) {
    return {
      verdict: "not-measured",
      reason: `It could not be compared with ${unobserved.join(", ")}: not all of it could be observed there.`,
    };
  }
  return { verdict: "proven", reason: null };
}

/** One sentence that names what is shared and with whom. */
export function describeSharing(sharing: Sharing): string {
  const what = sharingKinds[sharing.kind] ?? "The same value";
  const where =
    sharing.otherItem === sharing.item ? "" : ` as ${itemLabels[sharing.otherItem].toLowerCase()}`;
  return `${what} (${sharing.label}) is also used by ${sharing.otherSlug}${where}.`;
}

const sharingKinds: Readonly<Record<string, string>> = {
  path: "The same place on disk",
  inode: "The same file or directory",
  uid: "The same OS user",
  "port-range": "The same ports",
  fingerprint: "The same secret",
  endpoint: "The same address",
  instance: "The same identity of a Gateway",
};
