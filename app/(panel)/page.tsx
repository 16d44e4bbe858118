import type { Metadata } from "next";
import { FleetView } from "#components/fleet/fleet-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { may } from "#lib/services/actor.ts";
import { getFleet } from "#lib/services/fleet/index.ts";
import { listHosts } from "#lib/services/host/index.ts";
import { listOperations } from "#lib/services/operation/index.ts";
import { readForPage } from "./read-for-page.ts";

export const metadata: Metadata = { title: "Fleet" };

export default async function FleetPage() {
  const actor = await pageActor("/");
  const [fleet, hosts, failed] = await readForPage(
    Promise.all([getFleet(actor), listHosts(actor), listOperations(actor, { status: "failed" })]),
  );
  return (
    <FleetView
      initial={fleet}
      initialHosts={hosts}
      initialFailed={{ path: "/api/operations?status=failed", data: failed }}
      canOperate={may(actor.role, "tenant.onboard")}
    />
  );
}
