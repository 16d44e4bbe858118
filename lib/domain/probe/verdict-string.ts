import type { Ending } from "./ending.ts";
import type { ProbeId } from "./probes.ts";

/** How one probe between two tenants ended when it was tried. Whether somebody answers for a failure is known elsewhere. */
export type AttemptEnding = Exclude<Ending, "accepted">;
/** How each probe of one pair ended; a probe that is missing was not tried. */
export type PairVerdicts = ReadonlyMap<ProbeId, AttemptEnding>;
/** The same as it is shown: failures that somebody answers for are accepted. */
export type ShownVerdicts = ReadonlyMap<ProbeId, Ending>;

const letters = { proven: "p", failed: "f", "not-measured": "n", "not-applicable": "a" } as const;
const missing = "-";

/** One letter a probe, in the order of `probes`: some 50 bytes a pair instead of its attempts. */
export function writeVerdictString(probes: readonly ProbeId[], verdicts: PairVerdicts): string {
  return probes
    .map((probe) => {
      const verdict = verdicts.get(probe);
      return verdict === undefined ? missing : letters[verdict];
    })
    .join("");
}

/**
 * The opposite of {@link writeVerdictString}; a letter that isn't known counts as not tried.
 *
 * @param probes null in the place of a probe that there is no more
 */
export function readVerdictString(probes: readonly (ProbeId | null)[], text: string): PairVerdicts {
  return new Map(
    probes.flatMap((probe, index) => {
      const verdict = endingOf(text[index]);
      return verdict === null || probe === null ? [] : [[probe, verdict] as const];
    }),
  );
}

function endingOf(letter: string | undefined): AttemptEnding | null {
  switch (letter) {
    case "p":
      return "proven";
    case "f":
      return "failed";
    case "n":
      return "not-measured";
    case "a":
      return "not-applicable";
    default:
      return null;
  }
}
