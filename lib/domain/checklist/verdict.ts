import { z } from "zod";

/** Worst first: the order in which verdicts are shown and summed up. */
export const verdicts = ["failed", "not-measured", "accepted", "proven"] as const;
export const verdictSchema = z.enum(verdicts);
export type Verdict = z.infer<typeof verdictSchema>;

export const verdictLabels: Record<Verdict, string> = {
  failed: "Failed",
  "not-measured": "Not measured",
  accepted: "Accepted",
  proven: "Proven",
};

/** The worst verdict of a list; `not-measured` for an empty one, because nothing was measured. */
export function worstVerdict(list: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => list.includes(verdict)) ?? "not-measured";
}
