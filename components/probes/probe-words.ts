import type { ChangeKind } from "#lib/domain/probe/compare-attempts.ts";
import type { AttemptCounts, ProbeCellDto, ProbeRunDto, RunCounts } from "#lib/services/probe/probe-dto.ts";

export const changeLabels: Record<ChangeKind, string> = {
  "new-failure": "New failure",
  lost: "No longer measured",
  fixed: "Fixed",
};

/** "44 refused, 2 got through, 1 accepted, 2 not measured" */
export function describeCounts(counts: AttemptCounts | RunCounts): string {
  const { proven, failed } = counts;
  const accepted = "accepted" in counts ? counts.accepted : 0;
  const parts = [
    `${number(proven)} refused`,
    `${failed === 0 ? "none" : number(failed)} got through`,
    ...(accepted > 0 ? [`${number(accepted)} accepted`] : []),
    ...(counts["not-measured"] > 0 ? [`${number(counts["not-measured"])} not measured`] : []),
  ];
  return parts.join(", ");
}

export function describeCell(cell: ProbeCellDto): string {
  const { proven, failed, accepted } = cell.counts;
  if (cell.stale !== null && failed + accepted === 0) return cell.stale;
  return proven + failed + accepted === 0 ? "Nothing measured yet." : `${describeCounts(cell.counts)}.`;
}

/** True while a run waits or runs. */
export function isUnderWay(run: Pick<ProbeRunDto, "status"> | null | undefined): boolean {
  return run?.status === "queued" || run?.status === "running";
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
