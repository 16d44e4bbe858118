import type { Metadata } from "next";
import { HostView } from "#components/host-page/host-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { may } from "#lib/services/actor.ts";
import { listChecks } from "#lib/services/check/index.ts";
import { getFleet } from "#lib/services/fleet/index.ts";
import { listHosts } from "#lib/services/host/index.ts";
import { listSelfTests } from "#lib/services/self-test/index.ts";
import { readForPage } from "../read-for-page.ts";

export const metadata: Metadata = { title: "Host" };

export default async function HostPage() {
  const actor = await pageActor("/host");
  const [hosts, fleet] = await readForPage(Promise.all([listHosts(actor), getFleet(actor)]));
  const [checks, selfTests] = await readForPage(
    Promise.all([
      Promise.all(hosts.map(({ id }) => listChecks(actor, { hostId: id }))),
      Promise.all(hosts.map(({ id }) => listSelfTests(actor, { hostId: id }))),
    ]),
  );
  return (
    <HostView
      initial={hosts}
      initialFleet={fleet}
      initialChecks={checks.flat()}
      initialSelfTests={selfTests.flat()}
      canOperate={may(actor.role, "host.check")}
    />
  );
}
