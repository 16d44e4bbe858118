import { probeCatalogue } from "./catalogue.ts";
import type { AttemptVerdict, PairVerdicts } from "./marks.ts";
import { type ProbeFamily, type ProbeId, probeIds } from "./probe.ts";

/** Gravest first. `new-failure` got through and did not before · `fixed` the other way round · `lost` was measured and is not any more. */
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
    if (family !== null && probeCatalogue[probe].family !== family) return [];
    const kind = changeOf(before.get(probe) ?? "not-measured", after.get(probe) ?? "not-measured");
    return kind === null ? [] : [{ probe, kind }];
  });
}

function changeOf(before: AttemptVerdict, after: AttemptVerdict): ChangeKind | null {
  if (before === after) return null;
  if (after === "failed") return "new-failure";
  if (after === "not-measured") return "lost";
  return before === "failed" ? "fixed" : null;
}
