import { classNames } from "#components/ui/class-names.ts";
import { type Verdict, verdictLabels } from "#lib/domain/checklist/verdict.ts";

const colorClass: Record<Verdict, string> = {
  proven: "text-proven",
  failed: "text-failed",
  "not-measured": "text-unmeasured",
  accepted: "text-accepted",
};

/** The shape alone: ● proven, ✕ failed, ◌ not measured, ◐ accepted. Tell the word beside it or in `title`. */
export function VerdictShape({ verdict, className }: { verdict: Verdict; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className={classNames("size-3.5 shrink-0", colorClass[verdict], className)}
      fill="none"
      stroke="currentColor"
    >
      <Shape verdict={verdict} />
    </svg>
  );
}

function Shape({ verdict }: { verdict: Verdict }) {
  switch (verdict) {
    case "proven":
      return <circle cx="8" cy="8" r="6" fill="currentColor" stroke="none" />;
    case "failed":
      return <path d="m3 3 10 10M13 3 3 13" strokeWidth="2.75" />;
    case "not-measured":
      return <circle cx="8" cy="8" r="5.75" strokeWidth="1.75" strokeDasharray="2.1 2.42" />;
    case "accepted":
      return (
        <>
          <circle cx="8" cy="8" r="5.5" strokeWidth="1.5" />
          <path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" stroke="none" />
        </>
      );
  }
}

type VerdictMarkProps = {
  verdict: Verdict;
  /** A word of one's own beside the shape; the verdict's word when left out. */
  label?: string | undefined;
  /** Shape only, the word for screen readers and on hover. */
  isCompact?: boolean | undefined;
  className?: string | undefined;
};

/** A verdict, everywhere: one shape, one word, one colour. */
export function VerdictMark({ verdict, label, isCompact = false, className }: VerdictMarkProps) {
  const word = label ?? verdictLabels[verdict];
  return (
    <span
      title={isCompact ? word : undefined}
      className={classNames("inline-flex items-center gap-1.5 whitespace-nowrap", className)}
    >
      <VerdictShape verdict={verdict} />
      <span className={isCompact ? "sr-only" : classNames("font-medium text-sm", colorClass[verdict])}>
        {word}
      </span>
    </span>
  );
}
