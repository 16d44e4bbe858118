"use client";

import { Archive } from "lucide-react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { HostProblem } from "#components/host/host-problem.tsx";
import { Hull } from "#components/hull/hull.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { retireHost } from "#lib/actions/host.ts";
import type { FleetHostDto } from "#lib/services/fleet/fleet-dto.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";

type ReplacedHostProps = { host: HostDto; hull: FleetHostDto | undefined; canOperate: boolean };

/** A host in whose place another agent answers: what was on it, and the ways out. */
export function ReplacedHost({ host, hull, canOperate }: ReplacedHostProps) {
  return (
    <section id={host.id} className="mb-12 flex scroll-mt-4 flex-col gap-6">
      <div className="-mb-5">
        <PageHeader title={host.name} />
      </div>
      <HostProblem host={host} />
      {hull && hull.compartments.length > 0 ? <Hull host={hull} /> : null}
      {canOperate ? <RetireHost host={host} /> : null}
    </section>
  );
}

function RetireHost({ host }: { host: HostDto }) {
  const retire = useCommand(retireHost);
  const { tenantCount } = host;
  return (
    <Section title="Retire">
      <div className="flex flex-col items-start gap-3">
        <p className="text-dim">
          {tenantCount === 0
            ? `No tenant is on ${host.name}. Retired, it leaves the lists; its record stays, and it is back when its own agent is heard again.`
            : `${tenantCount === 1 ? "One tenant is" : `${tenantCount} tenants are`} still on ${host.name}. Move or archive each of them on its own page first.`}
        </p>
        <Button
          icon={<Archive aria-hidden="true" />}
          disabled={tenantCount > 0}
          isPending={retire.isPending}
          onClick={() => retire.run({ id: host.id })}
        >
          Retire {host.name}
        </Button>
        <FormFailure error={retire.error} />
      </div>
    </Section>
  );
}
