import { z } from "zod";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { WordOutcome } from "./compare-word.ts";

/** same: it was asked and says what the host shows · other: it says something else · unheard: it was not asked, or not all was told. */
export const gatewayWordSchema = z.enum(["same", "other", "unheard"]);
export type GatewayWord = z.infer<typeof gatewayWordSchema>;

export function sumOfWord(outcomes: readonly WordOutcome[]): GatewayWord {
  if (outcomes.includes("other")) return "other";
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === "same") ? "same" : "unheard";
}

/** The items in which a Gateway's own word counts. */
export const itemsOfWord: readonly Item[] = ["port", "state-directory"];

type WithWord = {
  readonly item: Item;
  /** What was heard when the item was looked at; null where nobody listened. */
  readonly word: GatewayWord | null;
  /** Why what was seen counts no longer; null while it does. */
  readonly stale: string | null;
};

/** A Gateway's own word as it counts now: one that contradicted stays so until it is asked again. */
export function currentWord(items: readonly WithWord[]): GatewayWord {
  const parts = itemsOfWord.map((each) => items.find(({ item }) => item === each));
  if (parts.some((part) => part?.word === "other")) return "other";
  return parts.every((part) => part?.word === "same" && part.stale === null) ? "same" : "unheard";
}
