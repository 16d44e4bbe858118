"use client";

import { Server } from "lucide-react";
import {
  CheckButton,
  CheckFailure,
  isChecking,
  useCheckCommand,
} from "#components/checklist/check-button.tsx";
import { CheckAge } from "#components/checklist/check-progress.tsx";
import { HostHardening } from "#components/hardening/host-hardening.tsx";
import { CapacityMeters } from "#components/host/capacity.tsx";
import { HostProblem } from "#components/host/host-problem.tsx";
import { useHosts } from "#components/host/use-hosts.ts";
import { Hull } from "#components/hull/hull.tsx";
import { useFleet } from "#components/hull/use-fleet.ts";
import { LiveContent } from "#components/live/live-notices.tsx";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { AfterChangeSection } from "#components/probes/after-change-section.tsx";
import { SelfTestSection } from "#components/probes/self-test-section.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ListedCheckDto } from "#lib/services/check/check-dto.ts";
import type { FleetDto, FleetHostDto } from "#lib/services/fleet/fleet-dto.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";
import type { SelfTestDto } from "#lib/services/self-test/self-test-dto.ts";
import { AccountsTable } from "./accounts-table.tsx";
import { ChecksList } from "./checks-list.tsx";
import { HostFactsList } from "./host-facts-list.tsx";
import { OpeningsSection } from "./openings-section.tsx";
import { ReplacedHost } from "./replaced-host.tsx";
import { RungTable } from "./rung-table.tsx";

type HostViewProps = {
  initial: readonly HostDto[];
  initialFleet: FleetDto;
  initialChecks: readonly ListedCheckDto[];
  initialSelfTests: readonly SelfTestDto[];
  canOperate: boolean;
};

/** The machine underneath: what it has, what it can give, and who else can get in. */
export function HostView({
  initial,
  initialFleet,
  initialChecks,
  initialSelfTests,
  canOperate,
}: HostViewProps) {
  const live = useHosts(initial);
  const fleet = useFleet(initialFleet);
  return (
    <LiveContent live={live} errorTitle="The host can't be shown." skeleton={<Skeleton className="h-96" />}>
      {(hosts) =>
        hosts.length === 0 ? (
          <>
            <PageHeader title="Host" />
            <div className="rounded-md border bg-panel">
              <EmptyState icon={<Server aria-hidden="true" />} title="No host has reported yet">
                Bulkhead's agent tells what this machine has and can give. It starts with npm start; look at
                its output if this stays empty.
              </EmptyState>
            </div>
          </>
        ) : (
          hosts.map((host) => {
            const hull = fleet.data.hosts.find(({ id }) => id === host.id);
            return host.isReplaced ? (
              <ReplacedHost key={host.id} host={host} hull={hull} canOperate={canOperate} />
            ) : (
              <OneHost
                key={host.id}
                host={host}
                hull={hull}
                initialChecks={initialChecks.filter(({ hostId }) => hostId === host.id)}
                initialSelfTests={initialSelfTests.filter(({ hostId }) => hostId === host.id)}
                canOperate={canOperate}
              />
            );
          })
        )
      }
    </LiveContent>
  );
}

type OneHostProps = Pick<HostViewProps, "initialChecks" | "initialSelfTests" | "canOperate"> & {
  host: HostDto;
  hull: FleetHostDto | undefined;
};

function OneHost({ host, hull, initialChecks, initialSelfTests, canOperate }: OneHostProps) {
  const path = `/api/checks?hostId=${host.id}`;
  const checks = useLiveQuery<readonly ListedCheckDto[]>({
    queryKey: ["checks", host.id],
    path,
    initial: { path, data: initialChecks },
    isMoving: (list) => list.some(isChecking),
  });
  const check = useCheckCommand();
  const list = checks.data ?? initialChecks;
  const latest = list[0] ?? null;
  const lastDone = list.find(({ status }) => status === "done") ?? null;
  const openings = canOperate ? <OpeningsSection check={lastDone} /> : null;
  // What asks for something to be done comes before what there is.
  const isOpen = (lastDone?.openings?.length ?? 0) > 0;
  return (
    <section id={host.id} className="mb-12 flex scroll-mt-4 flex-col gap-6">
      <div className="-mb-5">
        <PageHeader
          title={host.name}
          meta={<CheckAge check={latest} />}
          actions={
            canOperate ? <CheckButton command={check} target={{ hostId: host.id }} latest={latest} /> : null
          }
        />
      </div>
      <HostProblem host={host} />
      <CheckFailure command={check} latest={latest} />
      {hull && hull.compartments.length > 0 ? <Hull host={hull} /> : null}
      {isOpen ? openings : null}
      <div className="grid gap-6 lg:grid-cols-3">
        <Section title="Facts" className="lg:col-span-2">
          <HostFactsList host={host} />
        </Section>
        <Section title="In use">
          <CapacityMeters host={host} />
        </Section>
      </div>
      <RungTable host={host} />
      <HostHardening host={host} />
      <AfterChangeSection hostId={host.id} isOn={host.probesAfterChange} canOperate={canOperate} />
      <SelfTestSection hostId={host.id} initial={initialSelfTests} canRun={canOperate} />
      {isOpen ? null : openings}
      <AccountsTable check={lastDone} />
      <ChecksList checks={list} />
    </section>
  );
}
