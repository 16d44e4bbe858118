import type { Item } from "#lib/domain/checklist/item.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";

export type MatrixCellDto = {
  readonly item: Item;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly sharedWith: readonly string[];
  readonly observedAt: string | null;
};

export type MatrixRowDto = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly clientName: string;
  readonly worstVerdict: Verdict;
  /** Ten, in the order of the checklist. */
  readonly cells: readonly MatrixCellDto[];
};
