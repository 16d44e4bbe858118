"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Building2, Plus } from "lucide-react";
import { useState } from "react";
import { FailureState } from "#components/answers/failure-state.tsx";
import { usePaletteActions } from "#components/palette/use-palette-actions.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { useUrlFilter } from "#components/ui/use-url-filter.ts";
import type { ClientRowDto } from "#lib/services/client/client-dto.ts";
import type { Page } from "#lib/services/page.ts";
import type { UserNameDto } from "#lib/services/user/user-dto.ts";
import { type ClientFilter, formatClientFilter, parseClientFilter } from "./client-filter.ts";
import { ClientFilterBar } from "./client-filter-bar.tsx";
import { ClientPanel } from "./client-panel.tsx";
import { clientList } from "./clients-queries.ts";
import { ClientsTable } from "./clients-table.tsx";

type ClientsViewProps = {
  /** What the server read for the address as it was then. */
  initial: { filter: ClientFilter; page: Page<ClientRowDto> };
  managers: readonly UserNameDto[];
};

export function ClientsView({ initial, managers }: ClientsViewProps) {
  const [filter, change] = useUrlFilter(parseClientFilter, formatClientFilter);
  const [readAt] = useState(() => Date.now());
  const isInitial =
    formatClientFilter({ ...filter, panel: "" }) === formatClientFilter({ ...initial.filter, panel: "" });
  const clients = useQuery({
    ...clientList(filter),
    ...(isInitial && { initialData: initial.page, initialDataUpdatedAt: readAt }),
    placeholderData: keepPreviousData,
  });
  const add = () => change({ panel: "new", page: filter.page });
  usePaletteActions([{ id: "add-client", label: "Add a client", onSelect: add }]);

  return (
    <>
      <PageHeader
        title="Clients"
        meta="The agency's customers. Each may have several tenants, one per trust boundary."
        actions={
          <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={add}>
            Add client
          </Button>
        }
      />
      <ClientFilterBar filter={filter} onChange={change} managers={managers} />
      {clients.data ? (
        <>
          {clients.isError ? (
            <div className="mb-3">
              <StaleNotice
                since={new Date(clients.dataUpdatedAt)}
                onRetry={() => clients.refetch()}
                isRetrying={clients.isFetching}
              >
                The list couldn't be refreshed.
              </StaleNotice>
            </div>
          ) : null}
          <ClientsTable
            rows={clients.data.rows}
            sort={{ column: filter.sort, direction: filter.direction }}
            onSort={change}
            isRefreshing={clients.isPlaceholderData}
            empty={<NoClients filter={filter} onAdd={add} onClear={() => change(parseClientFilter({}))} />}
          />
          <Pagination
            page={clients.data.page}
            pageSize={clients.data.pageSize}
            total={clients.data.total}
            noun="clients"
            onPage={(page) => change({ page })}
          />
        </>
      ) : clients.isError ? (
        <FailureState
          title="The clients couldn't be read."
          error={clients.error}
          onRetry={() => clients.refetch()}
          isRetrying={clients.isFetching}
        />
      ) : (
        <TableSkeleton label="Loading clients" />
      )}
      <ClientPanel
        isOpen={filter.panel === "new"}
        onOpenChange={(isOpen) => change({ panel: isOpen ? "new" : "", page: filter.page })}
        managers={managers}
      />
    </>
  );
}

type NoClientsProps = { filter: ClientFilter; onAdd: () => void; onClear: () => void };

function NoClients({ filter, onAdd, onClear }: NoClientsProps) {
  if (filter.page > 1) {
    return (
      <EmptyState
        title="The list is shorter than this"
        action={<Button onClick={onClear}>To the first page</Button>}
      >
        There is no page {filter.page}.
      </EmptyState>
    );
  }
  const isFiltered = formatClientFilter({ ...filter, panel: "", sort: "name", direction: "asc" }) !== "";
  if (isFiltered) {
    return (
      <EmptyState title="No client matches" action={<Button onClick={onClear}>Clear the filter</Button>}>
        Search looks at part of the name. Archived clients show only when the filter asks for them.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Building2 aria-hidden="true" />}
      title="No clients yet"
      action={
        <Button variant="primary" onClick={onAdd}>
          Add the first client
        </Button>
      }
    >
      Here stands every customer of the agency, who looks after them, and how many tenants they have.
    </EmptyState>
  );
}
