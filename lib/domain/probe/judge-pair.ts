import { type Verdict, worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { type Ending, verdictsAmong } from "./ending.ts";
import { type ProbeId, probeIds, probeOf } from "./probes.ts";
import type { ProbeFamily } from "./record/probe-family.ts";
import type { ShownVerdicts } from "./verdict-string.ts";

/**
 * The verdict of everything that was tried from one tenant against another: as
 * bad as its worst attempt. What was never tried, or could not be, is not
 * measured, whatever a probe needs. Only where there was nothing to reach, as
 * the host agent saw for itself, is a probe left out; of nothing else is there
 * no verdict.
 *
 * @param family look at this family alone
 */
export function judgePair(verdicts: ShownVerdicts, family: ProbeFamily | null = null): Verdict {
  return worstVerdict(verdictsAmong(endingsOf(verdicts, family)));
}

/** True where there was nothing to reach for any probe of a family: then it has no verdict at all. */
export function hasNothingToReach(verdicts: ShownVerdicts, family: ProbeFamily): boolean {
  return endingsOf(verdicts, family).every((ending) => ending === "not-applicable");
}

export type AttemptCounts = Readonly<Record<Ending, number>>;

/** How many probes of a pair ended how; those that were never tried count as not measured. */
export function countAttempts(verdicts: ShownVerdicts, family: ProbeFamily | null = null): AttemptCounts {
  const counts = { proven: 0, failed: 0, "not-measured": 0, accepted: 0, "not-applicable": 0 };
  for (const ending of endingsOf(verdicts, family)) counts[ending] += 1;
  return counts;
}

function endingsOf(verdicts: ShownVerdicts, family: ProbeFamily | null): Ending[] {
  const isMeant = (probe: ProbeId) => family === null || probeOf(probe).family === family;
  return probeIds.filter(isMeant).map((probe) => verdicts.get(probe) ?? "not-measured");
}
