import type { Verdict } from "#lib/domain/checklist/verdict.ts";

/** The background of a cell with a verdict: only what needs a look stands out. */
export const verdictTint: Readonly<Record<Verdict, string>> = {
  failed: "bg-failed-soft",
  accepted: "bg-accepted-soft",
  proven: "",
  "not-measured": "",
};
