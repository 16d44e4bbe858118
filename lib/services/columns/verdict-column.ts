import type { Verdict as VerdictColumn } from "#lib/db/generated/enums.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";

export function verdictToColumn(verdict: Verdict): VerdictColumn {
  return verdict === "not-measured" ? "not_measured" : verdict;
}

export function verdictFromColumn(column: VerdictColumn): Verdict {
  return column === "not_measured" ? "not-measured" : column;
}
