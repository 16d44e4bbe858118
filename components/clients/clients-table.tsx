"use client";

import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ClientRowDto } from "#lib/services/client/client-dto.ts";
import type { ClientFilter } from "./client-filter.ts";

const columns: readonly Column<ClientRowDto>[] = [
  {
    id: "name",
    header: "Client",
    isSortable: true,
    cell: (client) => (
      <span className="inline-flex items-center gap-2">
        {client.name}
        {client.isArchived ? <Badge tone="dashed">archived</Badge> : null}
      </span>
    ),
  },
  {
    id: "manager",
    header: "Account manager",
    hideBelow: "sm",
    cell: (client) => client.accountManager?.name ?? <span className="text-faint">Nobody</span>,
  },
  {
    id: "contact",
    header: "Contact",
    hideBelow: "md",
    cell: (client) => client.contactName || client.contactEmail || <span className="text-faint">—</span>,
  },
  {
    id: "tenantCount",
    header: "Tenants",
    isSortable: true,
    align: "end",
    width: "w-28",
    cell: (client) => <span className="font-mono">{client.tenantCount}</span>,
  },
  {
    id: "createdAt",
    header: "Added",
    isSortable: true,
    align: "end",
    width: "w-32",
    hideBelow: "sm",
    cell: (client) => <TimeAgo at={client.createdAt} className="relative z-1 whitespace-nowrap text-dim" />,
  },
];

type ClientsTableProps = {
  rows: readonly ClientRowDto[];
  sort: { column: ClientFilter["sort"]; direction: ClientFilter["direction"] };
  onSort: (changes: Pick<ClientFilter, "sort" | "direction">) => void;
  isRefreshing: boolean;
  empty: ReactNode;
};

const sortable = ["name", "createdAt", "tenantCount"] as const;

export function ClientsTable({ rows, sort, onSort, isRefreshing, empty }: ClientsTableProps) {
  return (
    <Table
      caption="Clients"
      columns={columns}
      rows={rows}
      rowKey={(client) => client.id}
      rowHref={(client) => `/clients/${client.id}`}
      sort={sort}
      onSort={(next) => {
        const column = sortable.find((each) => each === next.column);
        if (column) {
          onSort({ sort: column, direction: next.direction });
        }
      }}
      isRefreshing={isRefreshing}
      empty={empty}
    />
  );
}
