import type { ProbeRecord } from "#lib/domain/probe/record/probe-record.ts";
import type { Participant } from "./participant.ts";
import { type Finding, unmeasured } from "./runner/finding.ts";

/** A canary that was read must be the one that was planted, and a browser that answered the target's. */
export function checkProof(probe: ProbeRecord, finding: Finding, { proof, prepared }: Participant): Finding {
  if (finding.outcome !== "reached" || finding.proof === undefined) return finding;
  const expected = probe.proof === "browser" ? prepared?.browser.instance : proof;
  return finding.proof === expected
    ? finding
    : unmeasured("unclear", `It got an answer, but not the other tenant's: ${finding.seen}`);
}
