import { verdictLabels } from "#lib/domain/checklist/verdict.ts";
import type { ItemDto } from "#lib/services/check/check-dto.ts";

/** One line for an item: what is wrong with it first, else what was seen. */
export function itemSummary(item: ItemDto): string {
  if (item.verdict === "not-measured") {
    const before = item.decayedFrom ? ` It was ${verdictLabels[item.decayedFrom].toLowerCase()}.` : "";
    return `${item.reason ?? "Nothing was measured."}${before}`;
  }
  const sharedWith = [...new Set(item.sharing.map(({ otherSlug }) => otherSlug))];
  if (sharedWith.length > 0) return `Shared with ${joinNames(sharedWith)}.`;
  if (item.defects.length > 0) return item.defects.map(({ message }) => message).join(" ");
  if (item.reason) return item.reason;
  return item.facts.map(({ label, value }) => `${label}: ${value}`).join(" · ");
}

const mostNames = 3;

function joinNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames);
  const hidden = names.length - shown.length;
  return hidden > 0 ? `${shown.join(", ")} and ${hidden} more` : shown.join(" and ");
}
