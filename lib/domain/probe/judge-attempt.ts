import type { Judgement } from "#lib/domain/checklist/judge.ts";
import type { Outcome } from "./probe.ts";

type JudgedAttempt = {
  readonly outcome: Outcome;
  readonly seen: string;
  /** The same action by somebody who must be able to do it, in the same run. */
  readonly control: { readonly outcome: Outcome; readonly seen: string };
};

/**
 * The verdict of one attempt. Getting through is a failure whatever the control
 * says. Being turned away proves something only if the control got through in
 * the same run: otherwise the wall may be no wall but an absence.
 */
export function judgeAttempt(attempt: JudgedAttempt): Judgement {
  switch (attempt.outcome) {
    case "reached":
      return { verdict: "failed", reason: attempt.seen };
    case "unmeasured":
      return { verdict: "not-measured", reason: attempt.seen };
    case "refused":
      return attempt.control.outcome === "reached"
        ? { verdict: "proven", reason: null }
        : {
            verdict: "not-measured",
            reason: `The control did not get through, so being refused proves nothing: ${attempt.control.seen}`,
          };
  }
}
