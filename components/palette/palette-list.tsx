"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Building2, Moon, PanelsTopLeft, Plus, Search, Server, Sun, UserRound, Zap } from "lucide-react";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { Href } from "#components/ui/href.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { useTheme } from "#components/ui/use-theme.ts";
import { visibleDestinations } from "#components/words/destinations.ts";
import { matchesWords } from "./matches-words.ts";
import { findClients, findHosts, findTenants } from "./palette-queries.ts";
import { useRegisteredActions } from "./use-palette-actions.tsx";

type Entry = {
  id: string;
  label: string;
  keywords?: readonly string[];
  hint?: ReactNode;
  icon: ReactNode;
  isDisabled?: boolean;
  onSelect: () => void;
};

type PaletteListProps = { isOwner: boolean; onGo: (href: Href) => void; onDone: () => void };

export function PaletteList({ isOwner, onGo, onDone }: PaletteListProps) {
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  const { setTheme } = useTheme();
  const listActions = useRegisteredActions();
  const [actions] = useState(listActions);
  const tenants = useQuery({ ...findTenants(search), placeholderData: keepPreviousData });
  const clients = useQuery({ ...findClients(search), placeholderData: keepPreviousData });

  const hosts = useQuery(findHosts(search));

  const go = (href: Href) => () => {
    onDone();
    onGo(href);
  };
  const groups: readonly { heading: string; entries: readonly Entry[] }[] = [
    {
      heading: "Here",
      entries: actions.map((action) => ({
        ...action,
        icon: <Zap />,
        onSelect: () => {
          onDone();
          action.onSelect();
        },
      })),
    },
    {
      heading: "Tenants",
      entries: search
        ? (tenants.data?.rows ?? []).map((tenant) => ({
            id: tenant.id,
            label: tenant.name,
            keywords: [search],
            hint: `${tenant.client.name} · ${tenant.slug}`,
            icon: <PanelsTopLeft />,
            onSelect: go(`/tenants/${tenant.slug}`),
          }))
        : [],
    },
    {
      heading: "Clients",
      entries: search
        ? (clients.data?.rows ?? []).map((client) => ({
            id: client.id,
            label: client.name,
            keywords: [search],
            hint: `${client.tenantCount} ${client.tenantCount === 1 ? "tenant" : "tenants"}`,
            icon: <Building2 />,
            onSelect: go(`/clients/${client.id}`),
          }))
        : [],
    },
    {
      heading: "Hosts",
      entries: search
        ? (hosts.data ?? []).map((host) => ({
            id: host.id,
            label: `Go to host ${host.name}`,
            hint: host.isReachable ? null : "not heard",
            icon: <Server />,
            onSelect: go(`/host#${host.id}`),
          }))
        : [],
    },
    {
      heading: "Go to",
      entries: visibleDestinations(isOwner).map(({ href, label, icon: Icon, key }) => ({
        id: href,
        label,
        hint: <Kbd keys={`g ${key}`} />,
        icon: <Icon />,
        onSelect: go(href),
      })),
    },
    {
      heading: "More",
      entries: [
        { id: "new-client", label: "Add a client", icon: <Plus />, onSelect: go("/clients?panel=new") },
        { id: "account", label: "Account and sessions", icon: <UserRound />, onSelect: go("/account") },
        { id: "light", label: "Theme: light", icon: <Sun />, onSelect: () => setTheme("light") },
        { id: "dark", label: "Theme: dark", icon: <Moon />, onSelect: () => setTheme("dark") },
        { id: "system", label: "Theme: as the system", icon: <Sun />, onSelect: () => setTheme("system") },
      ],
    },
  ];

  return (
    <Command label="Find or do" shouldFilter={false} loop className="flex min-h-0 flex-col">
      <div className="flex items-center gap-2.5 border-b px-4">
        {tenants.isFetching || clients.isFetching ? (
          <Spinner className="text-faint" />
        ) : (
          <Search aria-hidden="true" className="size-4 text-faint" />
        )}
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="A tenant, a client, a page, something to do…"
          className="h-12 flex-1 bg-transparent text-base outline-none placeholder:text-faint max-md:text-[1rem]"
        />
      </div>
      <Command.List className="min-h-0 overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-dim">
          {tenants.isFetching || clients.isFetching ? "Searching…" : `Nothing is called “${text}”.`}
        </Command.Empty>
        {groups.map(({ heading, entries }) => (
          <PaletteGroup
            key={heading}
            heading={heading}
            entries={entries.filter((entry) =>
              matchesWords(search, [entry.label, ...(entry.keywords ?? [])]),
            )}
          />
        ))}
      </Command.List>
    </Command>
  );
}

function PaletteGroup({ heading, entries }: { heading: string; entries: readonly Entry[] }) {
  if (entries.length === 0) {
    return null;
  }
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:plate [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-faint"
    >
      {entries.map((entry) => (
        <Command.Item
          key={entry.id}
          value={`${heading}:${entry.id}`}
          disabled={entry.isDisabled ?? false}
          onSelect={entry.onSelect}
          className="flex min-h-9 cursor-default items-center gap-2.5 rounded-sm px-2.5 py-1 data-[disabled=true]:text-faint data-[selected=true]:bg-well [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-dim"
        >
          {entry.icon}
          <span className="truncate">{entry.label}</span>
          {entry.hint ? <span className="ml-auto truncate text-faint text-sm">{entry.hint}</span> : null}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
