import type { ProbeId } from "#lib/domain/probe/probes.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import type { Participant } from "./participant.ts";
import { type Finding, unmeasured } from "./runner/finding.ts";
import { byNobody, byRoot, type Control } from "./side.ts";

/** What came of trying. */
export type Found = { readonly finding: Finding; readonly control: Control; readonly ms: number };

/** The same, or that the agent saw nothing to try it on: no runner can say so. */
export type Tried = Found | { readonly absence: string };

const maxLength = 600;

export function untried(reason: string): Found {
  return { finding: unmeasured("untried", reason), control: byNobody(reason), ms: 0 };
}

export function toAttempt(probe: ProbeId, source: Participant, target: Participant, tried: Tried): Attempt {
  const { outcome, seen, control, ms } = "absence" in tried ? absent(tried.absence) : judged(tried);
  return {
    probe,
    source: source.record.slug,
    target: target.record.slug,
    outcome,
    seen: seen.slice(0, maxLength),
    control: { ...control, seen: control.seen.slice(0, maxLength) },
    durationMs: ms,
  };
}

type Judged = Pick<Attempt, "outcome" | "seen" | "control"> & { readonly ms: number };

function absent(seen: string): Judged {
  return { outcome: "absent", seen, control: byRoot("refused", seen), ms: 0 };
}

function judged({ finding, control, ms }: Found): Judged {
  // Being turned away from what is not there proves nothing, so it is no refusal.
  const isMoot = finding.outcome === "refused" && control.outcome !== "reached";
  const isMissing = finding.outcome === "unmeasured" && finding.code === "nothing";
  // Root knows why there is nothing.
  const isToldByRoot = isMissing && control.by === "root" && control.outcome === "unmeasured";
  return {
    outcome: isMoot ? "unmeasured" : finding.outcome,
    seen: isMoot || isToldByRoot ? control.seen : finding.seen,
    control,
    ms,
  };
}
