"use client";

import { PanelsTopLeft, SearchX } from "lucide-react";
import { LiveContent } from "#components/live/live-notices.tsx";
import { type Live, useLiveQuery } from "#components/live/use-live-query.ts";
import { useOnboardingShortcut } from "#components/palette/use-onboarding-shortcut.ts";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { Table } from "#components/ui/table.tsx";
import { useUrlFilter } from "#components/ui/use-url-filter.ts";
import type { Page } from "#lib/services/page.ts";
import type { TenantRowDto } from "#lib/services/tenant/tenant-dto.ts";
import { tenantsColumns } from "./tenants-columns.tsx";
import {
  formatTenantsFilter,
  isFiltered,
  noFilter,
  readTenantsFilter,
  type TenantsFilter,
} from "./tenants-filter.ts";
import { TenantsFilters } from "./tenants-filters.tsx";

type TenantsViewProps = {
  initial: { readonly path: string; readonly data: Page<TenantRowDto> };
  canOperate: boolean;
};

/** Every tenant with what is observed of it. What is asked stands in the address. */
export function TenantsView({ initial, canOperate }: TenantsViewProps) {
  const [filter, change] = useUrlFilter(readTenantsFilter, formatTenantsFilter);
  useOnboardingShortcut(canOperate);
  const path = `/api/tenants${formatTenantsFilter(filter)}`;
  const live = useLiveQuery<Page<TenantRowDto>>({
    queryKey: ["tenants", path],
    path,
    initial,
    isMoving: ({ rows }) => rows.some(({ unfinished }) => unfinished !== null),
  });
  return (
    <>
      <PageHeader
        title="Tenants"
        actions={
          canOperate ? (
            <ButtonLink href="/onboarding" variant="primary">
              Onboard a tenant
            </ButtonLink>
          ) : null
        }
      />
      <TenantsFilters filter={filter} onChange={change} />
      <LiveContent
        live={live}
        errorTitle="The tenants can't be shown."
        skeleton={<TableSkeleton rows={10} />}
      >
        {() => <TenantsTable live={live} filter={filter} onChange={change} canOperate={canOperate} />}
      </LiveContent>
    </>
  );
}

type TenantsTableProps = {
  live: Live<Page<TenantRowDto>>;
  filter: TenantsFilter;
  onChange: (change: Partial<TenantsFilter>) => void;
  canOperate: boolean;
};

function TenantsTable({ live, filter, onChange, canOperate }: TenantsTableProps) {
  if (!live.data) return null;
  const { rows, page, pageSize, total } = live.data;
  return (
    <>
      <Table
        caption="Tenants"
        columns={tenantsColumns(canOperate)}
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={({ slug }) => `/tenants/${slug}`}
        sort={{ column: filter.sort, direction: filter.direction }}
        onSort={({ column, direction }) =>
          onChange({ sort: readTenantsFilter({ sort: column }).sort, direction })
        }
        isRefreshing={live.isPlaceholder}
        empty={<NoTenants filter={filter} onChange={onChange} canOperate={canOperate} />}
      />
      {total > 0 ? (
        <Pagination
          page={page}
          pageSize={pageSize}
          total={total}
          noun="tenants"
          onPage={(next) => onChange({ page: next })}
        />
      ) : null}
    </>
  );
}

function NoTenants({ filter, onChange, canOperate }: Omit<TenantsTableProps, "live">) {
  if (isFiltered(filter)) {
    return (
      <EmptyState
        icon={<SearchX aria-hidden="true" />}
        title="No tenant matches"
        action={<Button onClick={() => onChange(noFilter)}>Clear the filters</Button>}
      >
        None of the tenants fits everything you asked for.
      </EmptyState>
    );
  }
  if (filter.archived) {
    return (
      <EmptyState title="Nothing archived">Tenants that were removed and archived are kept here.</EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<PanelsTopLeft aria-hidden="true" />}
      title="No tenants yet"
      action={
        canOperate ? (
          <ButtonLink href="/onboarding" variant="primary">
            Onboard the first tenant
          </ButtonLink>
        ) : null
      }
    >
      A tenant is one trust boundary of one client, with a Gateway of its own. Each will be a row here:
      whether its Gateway runs, what its checklist proves and what its audit found.
    </EmptyState>
  );
}
