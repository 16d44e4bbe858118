"use client";

import { LiveContent } from "#components/live/live-notices.tsx";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { usePaletteActions } from "#components/palette/use-palette-actions.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { useUrlFilter } from "#components/ui/use-url-filter.ts";
import type { ProbeMapDto } from "#lib/services/probe/probe-dto.ts";
import { ChangeList } from "./change-list.tsx";
import { NothingTried } from "./nothing-tried.tsx";
import { PairPanel } from "./pair-panel.tsx";
import { gridOf } from "./probe-grid.ts";
import { ProbeMap } from "./probe-map.tsx";
import { isUnderWay } from "./probe-words.ts";
import { formatProbesFilter, type ProbesFilter, probeMapQuery, readProbesFilter } from "./probes-filter.ts";
import { HostChoice, ProbesFilters } from "./probes-filters.tsx";
import { ProfileCallout } from "./profile-callout.tsx";
import { RiskSummary } from "./risk-summary.tsx";
import { RunAge, RunButton, RunNotices, RunProgress, useProbeCommands } from "./run-controls.tsx";
import { TroubleList } from "./trouble-list.tsx";

type ProbesViewProps = {
  initial: { readonly path: string; readonly data: ProbeMapDto };
  canRun: boolean;
};

/** Every tenant against every other: what was tried, what was refused, what got through. */
export function ProbesView({ initial, canRun }: ProbesViewProps) {
  const [filter, change] = useUrlFilter(readProbesFilter, formatProbesFilter);
  const host = filter.host || (initial.data.host?.id ?? "");
  const path = `/api/probes${probeMapQuery({ host, family: filter.family })}`;
  const live = useLiveQuery<ProbeMapDto>({
    queryKey: ["probes", path],
    path,
    initial,
    isMoving: ({ latest }) => isUnderWay(latest),
  });
  const commands = useProbeCommands();
  const map = live.data ?? initial.data;
  const hostId = map.host?.id ?? null;
  const canTry = canRun && hostId !== null && map.tenants.length > 1;
  usePaletteActions([
    {
      id: "probes.run",
      label: "Try every tenant against every other",
      isDisabled: !canTry || isUnderWay(map.latest),
      onSelect: () => hostId && commands.request.run({ hostId }),
    },
  ]);
  const hasRun = map.complete !== null || map.incomplete !== null;
  const runButton = (variant: "primary" | "secondary") =>
    canTry ? <RunButton commands={commands} hostId={hostId} latest={map.latest} variant={variant} /> : null;
  return (
    <>
      <PageHeader
        title="Attempts"
        meta={map.tenants.length > 1 ? <RunAge complete={map.complete} /> : null}
        actions={hasRun ? runButton("secondary") : null}
      />
      <div className="mb-4 flex flex-col gap-3 empty:hidden">
        <RunNotices map={map} commands={commands} />
        {map.latest && isUnderWay(map.latest) ? (
          <RunProgress run={map.latest} commands={commands} canRun={canRun} />
        ) : null}
        <ProfileCallout tenants={map.tenants} />
      </div>
      <LiveContent
        live={live}
        errorTitle="The attempts can't be shown."
        skeleton={<TableSkeleton rows={8} />}
      >
        {(data) =>
          hasRun && data.tenants.length > 1 ? (
            <Tried map={data} filter={filter} onChange={change} isRefreshing={live.isPlaceholder} />
          ) : (
            <>
              <div className="mb-3 flex empty:hidden">
                <HostChoice filter={filter} map={data} onChange={change} />
              </div>
              <NothingTried
                tenantCount={data.tenants.length}
                canOnboard={canRun}
                runButton={isUnderWay(data.latest) ? null : runButton("primary")}
              />
            </>
          )
        }
      </LiveContent>
      <PairPanel
        filter={filter}
        tenants={map.tenants}
        canOperate={canRun}
        onOpen={(from, to) => change({ from, to })}
        onClose={() => change({ from: "", to: "" })}
      />
    </>
  );
}

const emptyWords = {
  failed: {
    title: "Nothing got through",
    text: "No attempt is known to have got through that nobody answers for. That says nothing of pairs that are not measured.",
  },
  accepted: {
    title: "Nothing is accepted",
    text: "There is no pair in which somebody answers for what got through.",
  },
  changed: {
    title: "Nothing changed",
    text: "Every attempt of the last run ended as in the one before.",
  },
} as const;

type TriedProps = {
  map: ProbeMapDto;
  filter: ProbesFilter;
  onChange: (change: Partial<ProbesFilter>) => void;
  isRefreshing: boolean;
};

function Tried({ map, filter, onChange, isRefreshing }: TriedProps) {
  const grid = gridOf(map, filter.show);
  const onOpen = (from: string, to: string) => onChange({ from, to });
  return (
    <>
      <ProbesFilters filter={filter} map={map} onChange={onChange} />
      <div className="flex flex-wrap items-start gap-6">
        <div className="max-w-full max-sm:hidden">
          {grid.sources.length > 0 ? (
            <ProbeMap grid={grid} open={filter} onOpen={onOpen} isRefreshing={isRefreshing} />
          ) : (
            <div className="rounded-md border bg-panel">
              <EmptyState
                title={emptyWords[filter.show || "failed"].title}
                action={<Button onClick={() => onChange({ show: "", family: "" })}>Show all pairs</Button>}
              >
                {emptyWords[filter.show || "failed"].text}
              </EmptyState>
            </div>
          )}
        </div>
        <TroubleList tenants={map.tenants} cells={map.cells} onOpen={onOpen} />
        {filter.show === "changed" ? null : (
          <RiskSummary map={map} onFamily={(family, show) => onChange({ family, show })} />
        )}
      </div>
      {filter.show === "changed" && map.cells.some((cell) => cell.change !== null) ? (
        <div className="mt-6">
          <ChangeList map={map} onOpen={onOpen} />
        </div>
      ) : null}
    </>
  );
}
