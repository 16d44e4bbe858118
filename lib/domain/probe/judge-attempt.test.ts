import { describe, expect, it } from "vitest";
import { judgeAttempt } from "./judge-attempt.ts";
import type { ControlOutcome, Outcome } from "./outcome.ts";

describe("judgeAttempt", () => {
  it.each<[attempt: Outcome, control: ControlOutcome, verdict: string]>([
    ["reached", "reached", "failed"],
    ["reached", "refused", "failed"],
    ["reached", "unmeasured", "failed"],
    ["refused", "reached", "proven"],
    ["refused", "refused", "not-measured"],
    ["refused", "unmeasured", "not-measured"],
    ["unmeasured", "reached", "not-measured"],
    ["unmeasured", "unmeasured", "not-measured"],
    ["absent", "refused", "not-applicable"],
    ["absent", "unmeasured", "not-applicable"],
  ])("attempt %s, control %s: %s", (outcome, control, verdict) => {
    const judgement = judgeAttempt({
      outcome,
      seen: "attempt",
      control: { outcome: control, seen: "control" },
    });
    expect(judgement.verdict).toBe(verdict);
    expect(judgement.reason === null).toBe(verdict === "proven");
  });
});
