import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import { type Verdict, verdicts } from "#lib/domain/checklist/verdict.ts";

const markMeaning: Record<Verdict, string> = {
  failed: "something is shared or got through",
  "not-measured": "not measured",
  accepted: "shared or got through, and accepted",
  proven: "nothing shared, all attempts refused",
};

const line = "inline-block w-6";

/** How to read a wall, or a mark that stands for one. */
export function HullLegend({ isHull }: { isHull: boolean }) {
  if (!isHull) {
    return (
      <ul aria-label="How to read a mark" className="mt-3 flex flex-wrap gap-x-5 gap-y-1">
        {verdicts.map((verdict) => (
          <li key={verdict}>
            <VerdictMark verdict={verdict} label={markMeaning[verdict]} className="[&_span]:text-xs" />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <ul aria-label="How to read a wall" className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-dim text-xs">
      <li className="inline-flex items-center gap-2">
        <span aria-hidden="true" className={`${line} border-t-4 border-t-proven`} /> nothing shared, all
        attempts refused
      </li>
      <li className="inline-flex items-center gap-2">
        <span aria-hidden="true" className={`${line} border-t-4 border-t-unmeasured border-dashed`} /> not
        measured
      </li>
      <li className="inline-flex items-center gap-2">
        <span aria-hidden="true" className="inline-flex w-6 justify-between">
          <span className="w-2 border-t-4 border-t-failed" />
          <span className="w-2 border-t-4 border-t-failed" />
        </span>
        broken: something is shared or got through
      </li>
      <li className="inline-flex items-center gap-2">
        <span aria-hidden="true" className={`${line} border-t-4 border-t-accepted`} /> shared or got through,
        and accepted
      </li>
      <li className="inline-flex items-center gap-2">
        <span aria-hidden="true" className="inline-flex flex-col gap-1">
          <span className={`${line} border-t-2 border-t-ink`} />
          <span className={`${line} border-t-6 border-t-ink`} />
        </span>
        thin: rung profile · thick: os-user
      </li>
    </ul>
  );
}
