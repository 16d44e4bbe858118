import type { Metadata } from "next";
import { ClientView } from "#components/clients/client-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { listActivity } from "#lib/services/activity/index.ts";
import { may } from "#lib/services/actor.ts";
import { getClient } from "#lib/services/client/index.ts";
import { listTenants } from "#lib/services/tenant/index.ts";
import { listUserNames } from "#lib/services/user/index.ts";
import { readForPage } from "../../read-for-page.ts";

export const metadata: Metadata = { title: "Client" };

export default async function ClientPage({ params }: PageProps<"/clients/[clientId]">) {
  const { clientId } = await params;
  const actor = await pageActor(`/clients/${clientId}`);
  const client = await readForPage(getClient(actor, { clientId }));
  const [tenants, activity, managers] = await Promise.all([
    listTenants(actor, { client: clientId, pageSize: 100 }),
    listActivity(actor, { clientId }),
    listUserNames(actor),
  ]);
  return (
    <ClientView
      key={client.id}
      initial={{ client, tenants, activity }}
      managers={managers}
      can={{ archive: may(actor.role, "client.archive"), onboard: may(actor.role, "tenant.onboard") }}
    />
  );
}
