"use client";

import { Server } from "lucide-react";
import {
  CheckButton,
  CheckFailure,
  isChecking,
  useCheckCommand,
} from "#components/checklist/check-button.tsx";
import { CheckAge } from "#components/checklist/check-progress.tsx";
import { Hull } from "#components/fleet/hull.tsx";
import { useFleet } from "#components/fleet/use-fleet.ts";
import { HostHardening } from "#components/hardening/host-hardening.tsx";
import { LiveContent } from "#components/operations/live-notices.tsx";
import { useLiveQuery } from "#components/operations/use-live-query.ts";
import { AfterChangeSection } from "#components/probes/after-change-section.tsx";
import { SelfTestSection } from "#components/probes/self-test-section.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { HostCheckDto } from "#lib/services/check/check-dto.ts";
import type { FleetDto } from "#lib/services/fleet/fleet-dto.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";
import type { SelfTestDto } from "#lib/services/self-test/self-test-dto.ts";
import { AccountsTable } from "./accounts-table.tsx";
import { CapacityMeters } from "./capacity.tsx";
import { ChecksList } from "./checks-list.tsx";
import { HostFactsList } from "./host-facts-list.tsx";
import { HostProblem } from "./host-problem.tsx";
import { RungTable } from "./rung-table.tsx";
import { useHosts } from "./use-hosts.ts";

type HostViewProps = {
  initial: readonly HostDto[];
  initialFleet: FleetDto;
  initialChecks: readonly HostCheckDto[];
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
          hosts.map((host) => (
            <OneHost
              key={host.id}
              host={host}
              fleet={fleet.data}
              initialChecks={initialChecks.filter(({ hostId }) => hostId === host.id)}
              initialSelfTests={initialSelfTests.filter(({ hostId }) => hostId === host.id)}
              canOperate={canOperate}
            />
          ))
        )
      }
    </LiveContent>
  );
}

type OneHostProps = Pick<HostViewProps, "initialChecks" | "initialSelfTests" | "canOperate"> & {
  host: HostDto;
  fleet: FleetDto;
};

function OneHost({ host, fleet, initialChecks, initialSelfTests, canOperate }: OneHostProps) {
  const path = `/api/checks?hostId=${host.id}`;
  const checks = useLiveQuery<readonly HostCheckDto[]>({
    queryKey: ["checks", host.id],
    path,
    initial: { path, data: initialChecks },
    isMoving: (list) => list.some(isChecking),
  });
  const check = useCheckCommand();
  const list = checks.data ?? initialChecks;
  const latest = list[0] ?? null;
  const hull = fleet.hosts.find(({ id }) => id === host.id);
  const lastDone = list.find(({ status }) => status === "done") ?? null;
  return (
    <div className="mb-12 flex flex-col gap-6">
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
      <AccountsTable check={lastDone} />
      <ChecksList checks={list} />
    </div>
  );
}
