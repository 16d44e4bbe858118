import type { Metadata } from "next";
import { formatTenantsFilter, readTenantsFilter } from "#components/tenants/tenants-filter.ts";
import { TenantsView } from "#components/tenants/tenants-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { may } from "#lib/services/actor.ts";
import { listTenants } from "#lib/services/tenant/index.ts";
import { readForPage } from "../read-for-page.ts";

export const metadata: Metadata = { title: "Tenants" };

export default async function TenantsPage({ searchParams }: PageProps<"/tenants">) {
  const actor = await pageActor("/tenants");
  const query = formatTenantsFilter(readTenantsFilter(await searchParams));
  const data = await readForPage(listTenants(actor, Object.fromEntries(new URLSearchParams(query))));
  return (
    <TenantsView
      initial={{ path: `/api/tenants${query}`, data }}
      canOperate={may(actor.role, "gateway.start")}
    />
  );
}
