import type { Metadata } from "next";
import { probeMapQuery, readProbesFilter } from "#components/probes/probes-filter.ts";
import { ProbesView } from "#components/probes/probes-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { may } from "#lib/services/actor.ts";
import { getProbeMap } from "#lib/services/probe/index.ts";
import { readForPage } from "../read-for-page.ts";

export const metadata: Metadata = { title: "Attempts" };

export default async function ProbesPage({ searchParams }: PageProps<"/probes">) {
  const actor = await pageActor("/probes");
  const { host, family, from } = readProbesFilter(await searchParams);
  const data = await readForPage(
    getProbeMap(actor, {
      ...(host !== "" && { hostId: host }),
      // A pair that is opened from elsewhere brings the map of its own host with it.
      ...(from !== "" && { slug: from }),
      ...(family !== "" && { family }),
    }),
  );
  const query = probeMapQuery({ host: data.host?.id ?? "", family });
  return <ProbesView initial={{ path: `/api/probes${query}`, data }} canRun={may(actor.role, "probe.run")} />;
}
