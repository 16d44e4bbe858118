"use client";

import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import type { Href } from "#components/ui/href.ts";
import { type Column, Table } from "#components/ui/table.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { UserDto } from "#lib/services/user/user-dto.ts";
import { roleLabels } from "./role-labels.ts";

type PeopleTableProps = {
  rows: readonly UserDto[];
  ownId: string;
  selectedId: string;
  hrefOf: (userId: string) => Href;
  isRefreshing: boolean;
  empty: ReactNode;
};

export function PeopleTable({ rows, ownId, selectedId, hrefOf, isRefreshing, empty }: PeopleTableProps) {
  const columns: readonly Column<UserDto>[] = [
    {
      id: "name",
      header: "Name",
      cell: (user) => (
        <span className="inline-flex items-center gap-2">
          {user.name}
          {user.id === ownId ? <Badge tone="accent">you</Badge> : null}
        </span>
      ),
    },
    { id: "email", header: "Email", hideBelow: "md", cell: (user) => user.email },
    { id: "role", header: "Role", width: "w-40", cell: (user) => roleLabels[user.role] },
    {
      id: "access",
      header: "Access",
      hideBelow: "sm",
      width: "w-48",
      cell: (user) => <Access user={user} />,
    },
    {
      id: "seen",
      header: "Last seen",
      align: "end",
      width: "w-32",
      hideBelow: "sm",
      cell: (user) =>
        user.lastSeenAt ? (
          <TimeAgo at={user.lastSeenAt} className="relative z-1 whitespace-nowrap text-dim" />
        ) : (
          <span className="text-faint">never</span>
        ),
    },
  ];
  return (
    <Table
      caption="People"
      columns={columns}
      rows={rows}
      rowKey={(user) => user.id}
      rowHref={(user) => hrefOf(user.id)}
      selectedKey={selectedId}
      isRefreshing={isRefreshing}
      empty={empty}
    />
  );
}

export function Access({ user }: { user: UserDto }) {
  if (user.isDisabled) {
    return <Badge tone="solid">disabled</Badge>;
  }
  return user.mustChangePassword ? <Badge tone="dashed">one-time password</Badge> : <Badge>active</Badge>;
}
