import { type Verdict, verdictLabels, verdicts } from "#lib/domain/checklist/verdict.ts";

/**
 * How an attempt ended: its verdict, or `not-applicable`, which is none. Then
 * there was nothing to reach, as the host agent saw for itself; it counts for
 * and against nobody, and is tried again with every run.
 */
export type Ending = Verdict | "not-applicable";

/** In the order in which they are shown. */
export const endings: readonly Ending[] = [...verdicts, "not-applicable"];

export const endingLabels: Readonly<Record<Ending, string>> = {
  ...verdictLabels,
  "not-applicable": "Nothing there to reach",
};

/** The verdicts among them. */
export function verdictsAmong(list: readonly Ending[]): Verdict[] {
  return list.filter((ending) => ending !== "not-applicable");
}
