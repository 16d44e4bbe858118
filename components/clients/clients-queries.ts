import { queryOptions } from "@tanstack/react-query";
import { fetchJson, queryString } from "#components/answers/fetch-json.ts";
import type { ClientDto, ClientRowDto } from "#lib/services/client/client-dto.ts";
import type { Page } from "#lib/services/page.ts";
import type { TenantRowDto } from "#lib/services/tenant/tenant-dto.ts";
import { type ClientFilter, clientListQuery } from "./client-filter.ts";

export const clientKeys = {
  all: ["clients"] as const,
  list: (filter: ReturnType<typeof clientListQuery>) => ["clients", "list", filter] as const,
  one: (clientId: string) => ["clients", "one", clientId] as const,
  tenants: (clientId: string) => ["clients", "one", clientId, "tenants"] as const,
};

export function clientList(filter: ClientFilter) {
  const query = clientListQuery(filter);
  return queryOptions({
    queryKey: clientKeys.list(query),
    queryFn: ({ signal }) => fetchJson<Page<ClientRowDto>>(`/api/clients${queryString(query)}`, { signal }),
  });
}

export function oneClient(clientId: string) {
  return queryOptions({
    queryKey: clientKeys.one(clientId),
    queryFn: ({ signal }) => fetchJson<ClientDto>(`/api/clients/${clientId}`, { signal }),
  });
}

/** The tenants of a client; polled, because their phases and verdicts change by themselves. */
export function clientTenants(clientId: string) {
  return queryOptions({
    queryKey: clientKeys.tenants(clientId),
    queryFn: ({ signal }) =>
      fetchJson<Page<TenantRowDto>>(`/api/tenants${queryString({ client: clientId, pageSize: 100 })}`, {
        signal,
      }),
    refetchInterval: 10_000,
  });
}
