import { classNames } from "#components/ui/class-names.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import { phaseLabels } from "#lib/domain/gateway/lifecycle.ts";
import type { ShownPhase } from "#lib/services/observation/gateway-dto.ts";

type PhaseMarkProps = { phase: ShownPhase; isCompact?: boolean; className?: string };

/** Where a Gateway is in its life, as observed: a square sign and its words. Never in a verdict's colour. */
export function PhaseMark({ phase, isCompact = false, className }: PhaseMarkProps) {
  const label = phaseLabels[phase];
  return (
    <span
      title={label}
      className={classNames(
        "inline-flex min-w-0 max-w-full items-center gap-1.5 whitespace-nowrap align-middle text-sm",
        className,
      )}
    >
      <PhaseSign phase={phase} />
      <span className={isCompact ? "sr-only" : "truncate"}>{label}</span>
    </span>
  );
}

function PhaseSign({ phase }: { phase: ShownPhase }) {
  if (phase === "starting" || phase === "stopping") return <Spinner className="size-3 text-accent" />;
  const isTrouble = phase === "failed" || phase === "backing-off" || phase === "incomplete";
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className={classNames("size-3 shrink-0", isTrouble ? "text-danger" : "text-dim")}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      <path
        d={signs[phase]}
        fill={phase === "running" ? "currentColor" : "none"}
        strokeDasharray={dashes[phase]}
      />
    </svg>
  );
}

const square = "M2.5 2.5h11v11h-11z";
const signs: Record<Exclude<ShownPhase, "starting" | "stopping">, string> = {
  running: square,
  stopped: square,
  absent: square,
  incomplete: `${square}M2.5 8h11`,
  "backing-off": "M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.2v.8",
  failed: "M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.2v.8",
  unknown: "M5 5.5C5 3.5 6.5 3 8 3s3 .8 3 2.6C11 7.6 8 7.4 8 10M8 12v1.5",
};
const dashes: Partial<Record<ShownPhase, string>> = { absent: "2 2.4" };
