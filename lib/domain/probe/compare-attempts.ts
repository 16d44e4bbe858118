import { type ProbeId, probeIds, probeOf } from "./probes.ts";
import type { ProbeFamily } from "./record/probe-family.ts";
import type { AttemptEnding, PairVerdicts } from "./verdict-string.ts";

/**
 * Gravest first. `new-failure` got through and did not before · `lost` was
 * measured, or seen to have nothing to reach, and is not any more · `fixed` got
 * through and is refused now.
 */
export const changeKinds = ["new-failure", "lost", "fixed"] as const;
export type ChangeKind = (typeof changeKinds)[number];
export type AttemptChange = { readonly probe: ProbeId; readonly kind: ChangeKind };

/** What changed between two runs for one pair, in the order of the probes; of one family, or of all. */
export function compareAttempts(
  before: PairVerdicts,
  after: PairVerdicts,
  family: ProbeFamily | null = null,
): readonly AttemptChange[] {
  return probeIds.flatMap((probe) => {
    if (family !== null && probeOf(probe).family !== family) return [];
    const kind = changeOf(before.get(probe) ?? "not-measured", after.get(probe) ?? "not-measured");
    return kind === null ? [] : [{ probe, kind }];
  });
}

function changeOf(before: AttemptEnding, after: AttemptEnding): ChangeKind | null {
  if (before === after) return null;
  switch (after) {
    case "failed":
      return "new-failure";
    case "not-measured":
      return "lost";
    case "proven":
      return before === "failed" ? "fixed" : null;
    // That there is nothing any more closes no hole that was seen: only a refusal does.
    case "not-applicable":
      return before === "failed" ? "lost" : null;
  }
}
