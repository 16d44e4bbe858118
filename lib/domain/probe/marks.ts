import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { ProbeId } from "./probe.ts";

/** What became of one probe between two tenants when it was tried. Whether somebody answers for a failure is known elsewhere. */
export type AttemptVerdict = Exclude<Verdict, "accepted">;
/** The verdict of each probe of one pair; a probe that is missing was not tried. */
export type PairVerdicts = ReadonlyMap<ProbeId, AttemptVerdict>;
/** The same as it is shown: failures that somebody answers for are accepted. */
export type ShownVerdicts = ReadonlyMap<ProbeId, Verdict>;

const letters = { proven: "p", failed: "f", "not-measured": "n" } as const;
const missing = "-";

/** One letter a probe, in the order of `probes`: some 50 bytes a pair instead of its attempts. */
export function writeMarks(probes: readonly ProbeId[], verdicts: PairVerdicts): string {
  return probes
    .map((probe) => {
      const verdict = verdicts.get(probe);
      return verdict === undefined ? missing : letters[verdict];
    })
    .join("");
}

/**
 * The opposite of {@link writeMarks}; a letter that isn't known counts as not tried.
 *
 * @param probes null in the place of a probe that there is no more
 */
export function readMarks(probes: readonly (ProbeId | null)[], marks: string): PairVerdicts {
  return new Map(
    probes.flatMap((probe, index) => {
      const verdict = verdictOf(marks[index]);
      return verdict === null || probe === null ? [] : [[probe, verdict] as const];
    }),
  );
}

function verdictOf(letter: string | undefined): AttemptVerdict | null {
  switch (letter) {
    case "p":
      return "proven";
    case "f":
      return "failed";
    case "n":
      return "not-measured";
    default:
      return null;
  }
}
