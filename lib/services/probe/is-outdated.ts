import type { ProbeRun } from "#lib/db/generated/client.ts";
import { pairStaleness } from "#lib/domain/probe/pair-staleness.ts";
import { loadProbeHost } from "./probe-host.ts";
import { circumstancesOfGateway, circumstancesOfRun } from "./probe-run-row.ts";

type EndedRun = Pick<ProbeRun, "neighbourhood" | "circumstances">;

/** True when what a run tried counts no longer because something has changed since; neither its age nor that its host is silent is a change. */
export async function isOutdated(hostId: string, run: EndedRun, now: Date): Promise<boolean> {
  const host = await loadProbeHost(hostId);
  if (host === null) return false;
  const tried = circumstancesOfRun(run);
  const sides = host.tenants.flatMap(({ slug, gateway }) =>
    gateway === null
      ? []
      : [{ slug, tried: tried.get(slug) ?? null, current: circumstancesOfGateway(gateway) }],
  );
  const measured = {
    at: now,
    neighbourhood: run.neighbourhood,
    currentNeighbourhood: host.neighbourhood,
    heardAt: now,
  };
  return pairStaleness(sides, measured, now) !== null;
}
