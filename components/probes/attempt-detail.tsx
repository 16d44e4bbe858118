import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { AcceptButton } from "#components/risks/accept-dialog.tsx";
import { AcceptanceNote } from "#components/risks/acceptance-note.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { type Ending, endingLabels } from "#lib/domain/probe/ending.ts";
import { attemptFaultKey } from "#lib/domain/risk/accepted-attempts.ts";
import type { ProbeAttemptDto } from "#lib/services/probe/probe-dto.ts";
import { EndingShape } from "./ending-shape.tsx";
import { changeLabels } from "./probe-words.ts";

const controllers = {
  target: "The other tenant itself",
  root: "The host agent, as root",
  nobody: "Nobody",
} as const;
const controlOutcomes = {
  reached: "could",
  refused: "could not",
  unmeasured: "could not be asked",
} as const;

/** The pair that attempts are shown of, and for whom. */
export type AttemptContext = {
  readonly source: string;
  readonly target: string;
  readonly canOperate: boolean;
  readonly nameOf: (slug: string) => string;
};

type AttemptDetailProps = {
  attempt: ProbeAttemptDto;
  context: AttemptContext;
  /** True when the tenants' rung lets such attempts through by its nature. */
  isExpected: boolean;
  isOpen: boolean;
};

/** One attempt: what was tried, what was seen, who could do it, and for a failure the risk and what closes it. */
export function AttemptDetail({ attempt, context, isExpected, isOpen }: AttemptDetailProps) {
  const { verdict, control } = attempt;
  const isThrough = verdict === "failed" || verdict === "accepted";
  const isMoot = verdict === "not-applicable";
  return (
    <details open={isOpen} className="group/attempt border-t first:border-t-0">
      <summary className="flex min-h-9 cursor-pointer list-none items-start gap-2.5 px-3 py-2 text-sm -outline-offset-2 hover:bg-well [&::-webkit-details-marker]:hidden">
        <EndingShape ending={verdict} className="mt-0.75" />
        <span className="min-w-0 flex-1">
          <span className={isMoot ? "text-dim" : "sr-only"}>{endingLabels[verdict]}: </span>
          {isThrough ? <span className="block font-medium">{attempt.risk}</span> : null}
          <span className={isThrough || isMoot ? "text-dim" : ""}>
            {isMoot ? null : "Tried to "}
            {attempt.attempt}
          </span>
        </span>
        {attempt.change ? <Badge tone="accent">{changeLabels[attempt.change]}</Badge> : null}
        {isThrough && isExpected ? <Badge tone="dashed">Expected</Badge> : null}
        <ChevronRight
          aria-hidden="true"
          className="mt-0.5 size-4 shrink-0 text-faint transition-transform group-open/attempt:rotate-90"
        />
      </summary>
      <dl className="flex flex-col gap-2.5 px-3 pt-0.5 pb-3.5 pl-9 text-sm">
        {isThrough ? <Fact term="What closes it">{attempt.remedy}</Fact> : null}
        {verdict === "not-measured" ? (
          <Fact term="Why it is not measured">
            {attempt.reason}
            {attempt.condition ? ` ${attempt.condition}` : null}
            {attempt.decayedFrom ? ` ${wordsForThen(attempt.decayedFrom)} Try again to know.` : null}
          </Fact>
        ) : null}
        {isMoot ? (
          <Fact term="Why there was nothing to try">
            {attempt.reason}
            {attempt.condition ? ` ${attempt.condition}` : null} Every run looks again.
          </Fact>
        ) : null}
        {attempt.seen && !isMoot && (verdict !== "not-measured" || attempt.seen !== attempt.reason) ? (
          <Fact term="Seen">{attempt.seen}</Fact>
        ) : null}
        {control && !isMoot ? (
          <Fact term="Control in the same run">
            {controllers[control.by]} {controlOutcomes[control.outcome]}: {control.seen}
          </Fact>
        ) : null}
        <Fact term="Probe">
          <span className="font-mono text-xs">{attempt.probe}</span>
        </Fact>
      </dl>
      <div className="flex flex-col items-start gap-2.5 pr-3 pb-3.5 pl-9 empty:hidden">
        {attempt.acceptances.map((acceptance) => (
          <AcceptanceNote
            key={acceptance.id}
            slug={context.target}
            acceptance={acceptance}
            canOperate={context.canOperate}
          />
        ))}
        {context.canOperate && verdict === "failed" ? (
          <AcceptButton
            slug={context.target}
            title={attempt.risk}
            subject={{ kind: "attempt", id: attempt.probe }}
            faults={[attemptFaultKey(context.source)]}
            wider={widerScope(attempt, context)}
          />
        ) : null}
      </div>
    </details>
  );
}

function wordsForThen(ending: Ending): string {
  return ending === "not-applicable"
    ? "There was nothing to reach then."
    : `It was ${endingLabels[ending].toLowerCase()} then.`;
}

/** What else can be accepted in one go: the same probe from every tenant that it was seen to get through from. */
function widerScope({ openSources }: ProbeAttemptDto, { source, nameOf }: AttemptContext) {
  if (openSources.length < 2) return null;
  return {
    narrowLabel: `From ${nameOf(source)} alone`,
    label: `From all ${openSources.length} tenants that it gets through from now`,
    hint: openSources.map(nameOf).join(", "),
    faults: openSources.map(attemptFaultKey),
  };
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-faint text-xs">{term}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
