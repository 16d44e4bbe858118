"use client";

import { ArrowLeftRight } from "lucide-react";
import { queryString } from "#components/answers/fetch-json.ts";
import { LiveContent } from "#components/live/live-notices.tsx";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import { endings } from "#lib/domain/probe/ending.ts";
import { familyOf, type ProbeFamily, probeFamilies } from "#lib/domain/probe/record/probe-family.ts";
import type { ProbeAttemptDto, ProbePairDto, ProbeTenantDto } from "#lib/services/probe/probe-dto.ts";
import { type AttemptContext, AttemptDetail } from "./attempt-detail.tsx";
import { describeCounts } from "./probe-words.ts";
import type { ProbesFilter } from "./probes-filter.ts";

type PairPanelProps = {
  filter: ProbesFilter;
  tenants: readonly ProbeTenantDto[];
  canOperate: boolean;
  onOpen: (from: string, to: string) => void;
  onClose: () => void;
};

/** Everything that was tried from one tenant against another, beside the map. */
export function PairPanel({ filter, tenants, canOperate, onOpen, onClose }: PairPanelProps) {
  const { from, to } = filter;
  const isOpen = from !== "" && to !== "";
  const nameOf = (slug: string) => tenants.find((one) => one.slug === slug)?.name ?? slug;
  return (
    <SidePanel
      size="lg"
      isOpen={isOpen}
      onOpenChange={onClose}
      title={`${nameOf(from)} → ${nameOf(to)}`}
      description={`What was tried from inside ${nameOf(from)} to get at ${nameOf(to)}`}
      footer={
        <>
          <Button icon={<ArrowLeftRight aria-hidden="true" />} onClick={() => onOpen(to, from)}>
            The other way round
          </Button>
          <ButtonLink href={`/tenants/${to}`}>Open {nameOf(to)}</ButtonLink>
        </>
      }
    >
      {isOpen ? (
        <PairContent
          key={`${from} ${to}`}
          filter={filter}
          shown={{ nameOf, canOperate, source: from, target: to }}
        />
      ) : null}
    </SidePanel>
  );
}

function PairContent({ filter, shown }: { filter: ProbesFilter; shown: AttemptContext }) {
  const { from, to } = filter;
  const live = useLiveQuery<ProbePairDto>({
    queryKey: ["probe-pair", from, to],
    path: `/api/probes/pair${queryString({ from, to })}`,
  });
  return (
    <LiveContent
      live={live}
      errorTitle="This pair can't be shown."
      skeleton={<Skeleton className="h-96 w-full" />}
    >
      {(pair) => <PairDetail pair={pair} filter={filter} context={shown} />}
    </LiveContent>
  );
}

const mostOpened = 3;

type PairDetailProps = { pair: ProbePairDto; filter: ProbesFilter; context: AttemptContext };

function PairDetail({ pair, filter, context }: PairDetailProps) {
  const isShared = pair.source.rung === "profile" && pair.target.rung === "profile";
  const shown = pair.attempts.filter(
    ({ family, verdict, change }) =>
      (filter.family === "" || family === filter.family) &&
      (filter.show !== "failed" || verdict === "failed" || verdict === "accepted") &&
      (filter.show !== "accepted" || verdict === "accepted") &&
      (filter.show !== "changed" || change !== null),
  );
  // One that is opened by itself shows what detail there is; all of many would hide each other.
  const through = shown.filter(({ verdict }) => verdict === "failed" || verdict === "accepted");
  const opened = through.length <= mostOpened ? through : through.slice(0, 1);
  const isThrough = (family: ProbeFamily) => through.some((attempt) => attempt.family === family);
  const families = probeFamilies.toSorted((one, other) => Number(isThrough(other)) - Number(isThrough(one)));
  const left = pair.attempts.length - shown.length;
  return (
    <div className="flex flex-col gap-5">
      <div>
        <VerdictMark verdict={pair.verdict} className="[&_span]:text-base" />
        <p className="mt-1">
          {describeCounts(pair.counts)}.
          {pair.triedAt ? (
            <span className="text-dim">
              {" "}
              Tried <TimeAgo at={pair.triedAt} />.
            </span>
          ) : null}
        </p>
      </div>
      {pair.stale ? (
        <Callout tone="caution" title="What was tried counts no longer.">
          {pair.stale} Try again to know.
        </Callout>
      ) : null}
      {pair.isIncomplete ? (
        <Callout tone="caution" title="The run did not end.">
          What got through did get through; nothing else counts.
        </Callout>
      ) : null}
      {isShared ? (
        <Callout tone="caution" title="Both run as one OS user.">
          At rung profile nothing stands between their files and processes, so attempts marked “Expected” get
          through by its nature. It suits only tenants who trust each other.
        </Callout>
      ) : null}
      {families.map((family) => (
        <Family
          key={family}
          title={familyOf[family].label}
          attempts={shown.filter((attempt) => attempt.family === family)}
          isExpected={isShared && familyOf[family].isOpenAtProfile}
          opened={opened}
          context={context}
        />
      ))}
      {left > 0 ? <p className="text-dim text-sm">The filter leaves out {left} more.</p> : null}
    </div>
  );
}

type FamilyProps = {
  title: string;
  attempts: readonly ProbeAttemptDto[];
  isExpected: boolean;
  opened: readonly ProbeAttemptDto[];
  context: AttemptContext;
};

function Family({ title, attempts, isExpected, opened, context }: FamilyProps) {
  if (attempts.length === 0) return null;
  const sorted = endings.flatMap((ending) => attempts.filter((attempt) => attempt.verdict === ending));
  return (
    <section>
      <h3 className="plate mb-1.5 text-dim">{title}</h3>
      <div className="overflow-hidden rounded-md border">
        {sorted.map((attempt) => (
          <AttemptDetail
            key={attempt.probe}
            attempt={attempt}
            isExpected={isExpected}
            isOpen={opened.includes(attempt)}
            context={context}
          />
        ))}
      </div>
    </section>
  );
}
