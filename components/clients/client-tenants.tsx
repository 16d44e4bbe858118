"use client";

import { useQuery } from "@tanstack/react-query";
import { PanelsTopLeft, Plus } from "lucide-react";
import { PhaseMark } from "#components/gateways/phase-mark.tsx";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { Section } from "#components/ui/section.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { OverallWord } from "#components/verdict/overall-mark.tsx";
import type { ClientDto } from "#lib/services/client/client-dto.ts";
import type { Page } from "#lib/services/page.ts";
import type { TenantRowDto } from "#lib/services/tenant/tenant-dto.ts";
import { clientTenants } from "./clients-queries.ts";

const columns: readonly Column<TenantRowDto>[] = [
  { id: "name", header: "Tenant", cell: (tenant) => tenant.name },
  { id: "slug", header: "Slug", hideBelow: "sm", cell: (tenant) => <Mono>{tenant.slug}</Mono> },
  { id: "phase", header: "Gateway", cell: (tenant) => <PhaseMark phase={tenant.phase} /> },
  {
    id: "verdict",
    header: "Boundary",
    width: "w-40",
    cell: (tenant) => <OverallWord overall={tenant.overall} />,
  },
];

type ClientTenantsProps = { client: ClientDto; initial: Page<TenantRowDto>; canOnboard: boolean };

export function ClientTenants({ client, initial, canOnboard }: ClientTenantsProps) {
  const tenants = useQuery({ ...clientTenants(client.id), initialData: initial });
  const canAdd = canOnboard && !client.isArchived;
  const onboard = (
    <ButtonLink
      href={`/onboarding?client=${client.id}`}
      size={tenants.data.total === 0 ? "md" : "sm"}
      variant={tenants.data.total === 0 ? "primary" : "secondary"}
      icon={<Plus aria-hidden="true" />}
    >
      Onboard a tenant
    </ButtonLink>
  );
  return (
    <Section
      title="Tenants"
      frame="plain"
      aside={
        tenants.isError ? (
          <Button size="sm" onClick={() => tenants.refetch()}>
            Not refreshed. Try again
          </Button>
        ) : canAdd && tenants.data.total > 0 ? (
          onboard
        ) : null
      }
    >
      <Table
        caption={`Tenants of ${client.name}`}
        columns={columns}
        rows={tenants.data.rows}
        rowKey={(tenant) => tenant.id}
        rowHref={(tenant) => `/tenants/${tenant.slug}`}
        empty={
          <EmptyState
            icon={<PanelsTopLeft aria-hidden="true" />}
            title="No tenants yet"
            action={canAdd ? onboard : null}
          >
            A tenant is one trust boundary of this client, with a Gateway of its own. Its state and its
            checklist will stand here.
          </EmptyState>
        }
      />
    </Section>
  );
}
