import type { ChangeKind } from "#lib/domain/probe/compare-attempts.ts";
import type { AttemptCounts, ProbeCellDto, ProbeRunDto, RunCounts } from "#lib/services/probe/probe-dto.ts";

export const changeLabels: Record<ChangeKind, string> = {
  "new-failure": "New failure",
  lost: "No longer measured",
  fixed: "Fixed",
};

/** "46 of 46 tried and refused; 9 had nothing there to reach", "44 of 47 tried and refused, 2 got through, 1 accepted, 2 not measured" */
export function describeCounts(counts: AttemptCounts | RunCounts): string {
  const { proven, failed } = counts;
  const accepted = "accepted" in counts ? counts.accepted : 0;
  const tried = proven + failed + accepted;
  const parts = [
    tried === 0 ? "none tried" : `${number(proven)} of ${number(tried)} tried and refused`,
    ...(failed > 0 ? [`${number(failed)} got through`] : []),
    ...(accepted > 0 ? [`${number(accepted)} accepted`] : []),
    ...(counts["not-measured"] > 0 ? [`${number(counts["not-measured"])} not measured`] : []),
  ];
  const moot = counts["not-applicable"];
  return `${parts.join(", ")}${moot > 0 ? `; ${number(moot)} had nothing there to reach` : ""}`;
}

export function describeCell(cell: ProbeCellDto): string {
  const { proven, failed, accepted, "not-applicable": moot } = cell.counts;
  if (cell.stale !== null && failed + accepted === 0) return cell.stale;
  return proven + failed + accepted + moot === 0
    ? "Nothing measured yet."
    : `${describeCounts(cell.counts)}.`;
}

/** True while a run waits or runs. */
export function isUnderWay(run: Pick<ProbeRunDto, "status"> | null | undefined): boolean {
  return run?.status === "queued" || run?.status === "running";
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
