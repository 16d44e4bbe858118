"use client";

import { CheckButton, CheckFailure, useCheckCommand } from "#components/checklist/check-button.tsx";
import { CheckAge } from "#components/checklist/check-progress.tsx";
import { CapacityMeters, describeRoom, strongestCost } from "#components/host/capacity.tsx";
import { useHosts } from "#components/host/use-hosts.ts";
import { Hull } from "#components/hull/hull.tsx";
import { useFleet } from "#components/hull/use-fleet.ts";
import { LiveStaleNotice } from "#components/live/live-notices.tsx";
import { useOnboardingShortcut } from "#components/palette/use-onboarding-shortcut.ts";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { FleetDto, FleetHostDto } from "#lib/services/fleet/fleet-dto.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import type { Page } from "#lib/services/page.ts";
import { AttentionList } from "./attention-list.tsx";
import { EmptyFleet } from "./empty-fleet.tsx";
import { MissingWalls } from "./missing-walls.tsx";

type FleetViewProps = {
  initial: FleetDto;
  initialHosts: readonly HostDto[];
  initialFailed: { readonly path: string; readonly data: Page<OperationDto> };
  canOperate: boolean;
};

/** Where one begins: the hulls, what needs attention, and how much still fits. */
export function FleetView({ initial, initialHosts, initialFailed, canOperate }: FleetViewProps) {
  const live = useFleet(initial);
  useOnboardingShortcut(canOperate);
  const hosts = useHosts(initialHosts);
  const fleet = live.data;
  // Of one whose agent was replaced there is nothing to say but that, and the list of troubles says it.
  const hostList = (hosts.data ?? initialHosts).filter(({ isReplaced }) => !isReplaced);
  const tenantCount = fleet.hosts.reduce((sum, { compartments }) => sum + compartments.length, 0);
  const onboard = canOperate ? (
    <ButtonLink href="/onboarding" variant="primary">
      Onboard a tenant
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHeader
        title="Fleet"
        meta={describeFleet(fleet, tenantCount)}
        actions={tenantCount > 0 ? onboard : null}
      />
      <LiveStaleNotice live={live} />
      {canOperate ? <MissingWalls hosts={hostList} /> : null}
      <div className="grid gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-8">
          {tenantCount === 0 ? (
            <EmptyFleet canOperate={canOperate} />
          ) : (
            fleet.hosts
              .filter(({ compartments }) => compartments.length > 0)
              .map((host) => <HostHull key={host.id} host={host} canCheck={canOperate} />)
          )}
        </div>
        <div className="flex flex-col gap-6 max-xl:grid max-xl:grid-cols-1 md:max-xl:grid-cols-2">
          {tenantCount > 0 || fleet.hosts.some(({ isReplaced }) => isReplaced) ? (
            <AttentionList fleet={fleet} initialFailed={initialFailed} />
          ) : null}
          {hostList.map((host) => (
            <HostRoom key={host.id} host={host} />
          ))}
        </div>
      </div>
    </>
  );
}

function HostHull({ host, canCheck }: { host: FleetHostDto; canCheck: boolean }) {
  const check = useCheckCommand();
  return (
    <section aria-label={host.name} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="plate text-dim">{host.name}</h2>
        <div className="flex flex-wrap items-center gap-3 text-dim text-sm">
          <CheckAge check={host.latestCheck} />
          {canCheck && !host.isReplaced ? (
            <CheckButton command={check} target={{ hostId: host.id }} latest={host.latestCheck} />
          ) : null}
        </div>
      </div>
      {host.isReachable ? null : (
        <StaleNotice since={host.lastSeenAt}>
          {host.name} isn't heard of, so what its Gateways are doing is unknown.
        </StaleNotice>
      )}
      <CheckFailure command={check} latest={host.latestCheck} />
      <Hull host={host} />
    </section>
  );
}

function HostRoom({ host }: { host: HostDto }) {
  const cost = strongestCost(host);
  return (
    <Section
      title={`Room on ${host.name}`}
      aside={host.isReachable || !host.lastSeenAt ? null : <TimeAgo at={host.lastSeenAt} />}
    >
      <div className="flex flex-col gap-4">
        <CapacityMeters host={host} />
        <p className="text-sm">
          {cost ? describeRoom(cost) : "This host can't take a tenant now."}
          {cost ? <span className="text-dim"> Counted at rung {cost.rung}.</span> : null}
        </p>
      </div>
    </Section>
  );
}

function describeFleet(fleet: FleetDto, tenantCount: number): string {
  if (tenantCount === 0) return "No tenants yet";
  const running = fleet.hosts
    .flatMap(({ compartments }) => compartments)
    .filter(({ phase }) => phase === "running").length;
  return `${tenantCount} ${tenantCount === 1 ? "tenant" : "tenants"}, ${running} running`;
}
