import type { ControlOutcome, Outcome } from "./outcome.ts";
import type { AttemptEnding } from "./verdict-string.ts";

type TriedAttempt = {
  readonly outcome: Outcome;
  readonly seen: string;
  /** The same action by somebody who must be able to do it, in the same run. */
  readonly control: { readonly outcome: ControlOutcome; readonly seen: string };
};

export type JudgedEnding = {
  readonly verdict: AttemptEnding;
  /** Why, in words for an operator; null when proven. */
  readonly reason: string | null;
};

/**
 * How one attempt ended. Getting through is a failure whatever the control
 * says. Being turned away proves something only if the control got through in
 * the same run: otherwise the wall may be no wall but an absence, and an
 * absence counts as one only where the host agent saw it.
 */
export function judgeAttempt(attempt: TriedAttempt): JudgedEnding {
  switch (attempt.outcome) {
    case "reached":
      return { verdict: "failed", reason: attempt.seen };
    case "unmeasured":
      return { verdict: "not-measured", reason: attempt.seen };
    case "absent":
      return { verdict: "not-applicable", reason: attempt.seen };
    case "refused":
      return attempt.control.outcome === "reached"
        ? { verdict: "proven", reason: null }
        : {
            verdict: "not-measured",
            reason: `The control did not get through, so being refused proves nothing: ${attempt.control.seen}`,
          };
  }
}
