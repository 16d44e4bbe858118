import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import { type Verdict, verdictLabels, verdicts } from "#lib/domain/checklist/verdict.ts";
import type { VerdictCounts } from "#lib/services/check/check-dto.ts";

/** "7 of 10 proven, 2 failed, 1 not measured" */
export function describeCounts(counts: VerdictCounts): string {
  const total = verdicts.reduce((sum, verdict) => sum + counts[verdict], 0);
  const others = verdicts
    .filter((verdict) => verdict !== "proven" && counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdictLabels[verdict].toLowerCase()}`);
  return [`${counts.proven} of ${total} proven`, ...others].join(", ");
}

/** Ten small marks, worst first, and how many are proven. */
export function ItemMarks({ counts }: { counts: VerdictCounts }) {
  const marks = verdicts.flatMap((verdict) =>
    Array.from({ length: counts[verdict] }, (_, index) => ({ verdict, key: `${verdict}-${index}` })),
  );
  return (
    <span
      className="inline-flex items-center gap-2 whitespace-nowrap align-middle"
      title={describeCounts(counts)}
    >
      <span className="sr-only">{describeCounts(counts)}</span>
      <span aria-hidden="true" className="inline-flex gap-px">
        {marks.map(({ verdict, key }) => (
          <VerdictShape key={key} verdict={verdict} className="size-2.5!" />
        ))}
      </span>
      <span aria-hidden="true" className="font-mono text-dim text-xs">
        {counts.proven}/{marks.length}
      </span>
    </span>
  );
}

/** How many of each, in words and shapes. */
export function CountsLine({ counts }: { counts: VerdictCounts }) {
  return (
    <span className="inline-flex flex-wrap gap-x-3 gap-y-1 text-sm">
      {verdicts.map((verdict: Verdict) => (
        <span
          key={verdict}
          className={
            counts[verdict] === 0
              ? "inline-flex items-center gap-1.5 text-faint"
              : "inline-flex items-center gap-1.5"
          }
        >
          <VerdictShape verdict={verdict} className={counts[verdict] === 0 ? "opacity-40" : ""} />
          <span className="font-mono">{counts[verdict]}</span> {verdictLabels[verdict].toLowerCase()}
        </span>
      ))}
    </span>
  );
}
