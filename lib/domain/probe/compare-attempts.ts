import type { PairVerdicts } from "./marks.ts";
import { type ProbeId, probeIds } from "./probe.ts";

/** `new-failure` got through and did not before · `fixed` the other way round · `lost` was measured and is not any more. */
export const changeKinds = ["new-failure", "fixed", "lost"] as const;
export type ChangeKind = (typeof changeKinds)[number];
export type AttemptChange = { readonly probe: ProbeId; readonly kind: ChangeKind };

/** What changed between two runs for one pair, in the order of the probes. */
export function compareAttempts(before: PairVerdicts, after: PairVerdicts): readonly AttemptChange[] {
  return probeIds.flatMap((probe) => {
    const kind = changeOf(before.get(probe) ?? "not-measured", after.get(probe) ?? "not-measured");
    return kind === null ? [] : [{ probe, kind }];
  });
}

type Verdict = PairVerdicts extends ReadonlyMap<ProbeId, infer One> ? One : never;

function changeOf(before: Verdict, after: Verdict): ChangeKind | null {
  if (before === after) return null;
  if (after === "failed") return "new-failure";
  if (after === "not-measured") return "lost";
  return before === "failed" ? "fixed" : null;
}
