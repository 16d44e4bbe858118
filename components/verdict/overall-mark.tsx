import { verdictLabels } from "#lib/domain/checklist/verdict.ts";
import { type Overall, overallPartLabels, worstParts } from "#lib/domain/overall/overall.ts";
import { VerdictMark, VerdictShape } from "./verdict-mark.tsx";

/** The one word for a tenant and, smaller, what it is made of. */
export function OverallMark({ overall }: { overall: Overall }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <VerdictMark verdict={overall.verdict} />
      <ul aria-label="What that is made of" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        {overall.parts.map(({ part, verdict, words }) => (
          <li key={part} className="inline-flex items-center gap-1.5 whitespace-nowrap text-dim">
            <VerdictShape verdict={verdict} className="size-2.5!" />
            {overallPartLabels[part]}: {words}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The one word where there is little room, with the parts that are to blame. */
export function OverallWord({ overall }: { overall: Overall }) {
  const blamed = worstParts(overall).map(({ part }) => overallPartLabels[part].toLowerCase());
  const word = verdictLabels[overall.verdict];
  return (
    <span className="flex min-w-0" title={describeParts(overall)}>
      <VerdictMark
        verdict={overall.verdict}
        label={blamed.length === 0 ? word : `${word}: ${blamed.join(", ")}`}
        className="min-w-0 [&>span]:truncate"
      />
    </span>
  );
}

/** Its shape alone, with all of it for screen readers and on hover. */
export function OverallShape({ overall }: { overall: Overall }) {
  const { verdict } = overall;
  return (
    <VerdictMark isCompact verdict={verdict} label={`${verdictLabels[verdict]}. ${describeParts(overall)}`} />
  );
}

/** "Checklist: all 10 proven · Attempts: 1 got through · Mistakes: none found · Audit: clean" */
export function describeParts({ parts }: Overall): string {
  return parts.map(({ part, words }) => `${overallPartLabels[part]}: ${words}`).join(" · ");
}
