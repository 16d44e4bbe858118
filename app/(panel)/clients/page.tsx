import type { Metadata } from "next";
import { clientListQuery, formatClientFilter, parseClientFilter } from "#components/clients/client-filter.ts";
import { ClientsView } from "#components/clients/clients-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { listClients } from "#lib/services/client/index.ts";
import { listUserNames } from "#lib/services/user/index.ts";
import { readForPage } from "../read-for-page.ts";

export const metadata: Metadata = { title: "Clients" };

export default async function ClientsPage({ searchParams }: PageProps<"/clients">) {
  const filter = parseClientFilter(await searchParams);
  const actor = await pageActor(`/clients${formatClientFilter(filter)}`);
  const [page, managers] = await readForPage(
    Promise.all([listClients(actor, clientListQuery(filter)), listUserNames(actor)]),
  );
  return <ClientsView initial={{ filter, page }} managers={managers} />;
}
