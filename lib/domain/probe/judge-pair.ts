import { type Verdict, worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { probeCatalogue } from "./catalogue.ts";
import type { ShownVerdicts } from "./marks.ts";
import { type ProbeFamily, probeIds } from "./probe.ts";
import { conditionOf } from "./situational.ts";

/**
 * The verdict of everything that was tried from one tenant against another: as
 * bad as its worst attempt. What was never tried is not measured. Only a probe
 * with a condition (see {@link conditionOf}) may be not measured in a pair
 * that is proven; when it gets through it counts like any other.
 *
 * @param family look at this family alone
 */
export function judgePair(verdicts: ShownVerdicts, family: ProbeFamily | null = null): Verdict {
  const counted = probeIds
    .filter((probe) => family === null || probeCatalogue[probe].family === family)
    .flatMap((probe) => {
      const verdict = verdicts.get(probe) ?? "not-measured";
      return verdict === "not-measured" && conditionOf(probe) !== null ? [] : [verdict];
    });
  return worstVerdict(counted);
}

export type AttemptCounts = Readonly<Record<Verdict, number>>;

/** How many probes of a pair ended how; those that were never tried count as not measured. */
export function countAttempts(verdicts: ShownVerdicts, family: ProbeFamily | null = null): AttemptCounts {
  const counts = { proven: 0, failed: 0, "not-measured": 0, accepted: 0 };
  for (const probe of probeIds) {
    if (family !== null && probeCatalogue[probe].family !== family) continue;
    counts[verdicts.get(probe) ?? "not-measured"] += 1;
  }
  return counts;
}
