import { queryOptions } from "@tanstack/react-query";
import { fetchJson, queryString } from "#components/answers/fetch-json.ts";
import type { ClientRowDto } from "#lib/services/client/client-dto.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";
import type { Page } from "#lib/services/page.ts";
import type { TenantRowDto } from "#lib/services/tenant/tenant-dto.ts";

const found = 6;

export function findTenants(search: string) {
  return queryOptions({
    queryKey: ["palette", "tenants", search],
    queryFn: ({ signal }) =>
      fetchJson<Page<TenantRowDto>>(`/api/tenants${queryString({ search, pageSize: found })}`, { signal }),
    enabled: search.length > 0,
  });
}

export function findClients(search: string) {
  return queryOptions({
    queryKey: ["palette", "clients", search],
    queryFn: ({ signal }) =>
      fetchJson<Page<ClientRowDto>>(`/api/clients${queryString({ search, pageSize: found })}`, { signal }),
    enabled: search.length > 0,
  });
}

/** All of them: they are few, and the palette looks through them itself. */
export function findHosts(search: string) {
  return queryOptions({
    queryKey: ["palette", "hosts"],
    queryFn: ({ signal }) => fetchJson<readonly HostDto[]>("/api/hosts", { signal }),
    enabled: search.length > 0,
  });
}
