"use client";

import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { ActivityFeed } from "#components/activity/activity-feed.tsx";
import { usePaletteActions } from "#components/palette/use-palette-actions.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ActivityPage } from "#lib/services/activity/activity-dto.ts";
import type { ClientDto } from "#lib/services/client/client-dto.ts";
import type { Page } from "#lib/services/page.ts";
import type { TenantRowDto } from "#lib/services/tenant/tenant-dto.ts";
import type { UserNameDto } from "#lib/services/user/user-dto.ts";
import { ArchiveClient } from "./archive-client.tsx";
import { ClientPanel } from "./client-panel.tsx";
import { ClientTenants } from "./client-tenants.tsx";
import { oneClient } from "./clients-queries.ts";

type ClientViewProps = {
  initial: { client: ClientDto; tenants: Page<TenantRowDto>; activity: ActivityPage };
  managers: readonly UserNameDto[];
  can: { archive: boolean; onboard: boolean };
};

export function ClientView({ initial, managers, can }: ClientViewProps) {
  const query = useQuery({ ...oneClient(initial.client.id), initialData: initial.client });
  const client = query.data;
  const [isEditing, setIsEditing] = useState(false);
  const edit = () => setIsEditing(true);
  usePaletteActions([{ id: "edit-client", label: `Edit ${client.name}`, onSelect: edit }]);

  return (
    <>
      <PageHeader
        trail={[{ href: "/clients", label: "Clients" }]}
        title={client.name}
        mark={client.isArchived ? <Badge tone="dashed">archived</Badge> : null}
        actions={
          <>
            <Button icon={<Pencil aria-hidden="true" />} onClick={edit}>
              Edit
            </Button>
            {can.archive ? <ArchiveClient client={client} /> : null}
          </>
        }
      />
      {query.isError ? (
        <div className="mb-4">
          <StaleNotice since={new Date(query.dataUpdatedAt)} onRetry={() => query.refetch()}>
            This client couldn't be refreshed.
          </StaleNotice>
        </div>
      ) : null}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <ClientTenants client={client} initial={initial.tenants} canOnboard={can.onboard} />
          <Section title="Activity">
            <ActivityFeed filter={{ clientId: client.id }} initial={initial.activity} />
          </Section>
        </div>
        <Section title="About">
          <ClientFacts client={client} />
        </Section>
      </div>
      <ClientPanel isOpen={isEditing} onOpenChange={setIsEditing} managers={managers} client={client} />
    </>
  );
}

function ClientFacts({ client }: { client: ClientDto }) {
  const none = <span className="text-faint">—</span>;
  return (
    <>
      <DefinitionList
        items={[
          {
            term: "Account manager",
            value: client.accountManager?.name ?? <span className="text-faint">Nobody</span>,
          },
          { term: "Contact", value: client.contactName || none },
          {
            term: "Email",
            value: client.contactEmail ? (
              <a href={`mailto:${client.contactEmail}`} className="text-accent hover:underline">
                {client.contactEmail}
              </a>
            ) : (
              none
            ),
          },
          { term: "Added", value: <TimeAgo at={client.createdAt} /> },
          ...(client.archivedAt ? [{ term: "Archived", value: <TimeAgo at={client.archivedAt} /> }] : []),
          ...(client.archivedTenantCount > 0
            ? [
                {
                  term: "Archived tenants",
                  value: <span className="font-mono">{client.archivedTenantCount}</span>,
                },
              ]
            : []),
        ]}
      />
      <div className="py-3 text-sm">
        <h3 className="text-dim">Notes</h3>
        <p className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{client.notes || none}</p>
      </div>
    </>
  );
}
