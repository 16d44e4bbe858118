import { type ProbeId, probeIds, probeOf } from "#lib/domain/probe/probes.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { agentFindings } from "./agent-findings.ts";
import { checkProof } from "./check-proof.ts";
import { controlOf } from "./controls.ts";
import { missingNeed } from "./missing-need.ts";
import { withOtherHalf } from "./other-halves.ts";
import { resultKey } from "./participant.ts";
import { type Finding, refused, unmeasured } from "./runner/finding.ts";
import { seenAbsence } from "./seen-absence.ts";
import type { Side } from "./side.ts";
import { type Tried, toAttempt, untried } from "./to-attempt.ts";

/** Every probe of one pair but squatting, each with its control. */
export function assembleAttempts(source: Side, target: Side): Attempt[] {
  return probeIds
    .filter((id) => probeOf(id).tried !== "squatting")
    .map((id) => toAttempt(id, source.one, target.one, assemble(id, source, target)));
}

function assemble(id: ProbeId, source: Side, target: Side): Tried {
  const probe = probeOf(id);
  const missing = missingNeed(probe, source, target);
  if (missing !== null) return missing.isAbsent ? { absence: missing.reason } : untried(missing.reason);
  const { finding, ms } = find(id, source, target);
  const found = {
    finding: withOtherHalf(probe, finding, source, target),
    control: controlOf(id, source, target),
    ms,
  };
  const absence = seenAbsence(probe, found, source, target);
  if (absence === null) return found;
  return probe.isAbsenceWall ? { ...found, finding: refused("absent", absence) } : { absence };
}

/** What the runner told, or what the agent sees itself. */
function find(id: ProbeId, source: Side, target: Side): { readonly finding: Finding; readonly ms: number } {
  const result = source.one.results?.get(resultKey(target.one.record.slug, id));
  if (result !== undefined)
    return { finding: checkProof(probeOf(id), result.finding, target.one), ms: result.ms };
  const { own = {} }: { own?: Partial<Record<ProbeId, Finding | null>> } = source.one.prepared ?? {};
  const byAgent: Partial<Record<ProbeId, (source: Side, target: Side) => Finding>> = agentFindings;
  const finding = own[id] ?? byAgent[id]?.(source, target);
  return { finding: finding ?? unmeasured("untried", "No answer came for it."), ms: 0 };
}
