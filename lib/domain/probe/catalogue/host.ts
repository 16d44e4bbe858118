import type { ProbeId } from "../probe.ts";
import { ownNetwork, type ProbeDescription } from "./probe-description.ts";

function host(attempt: string, risk: string): ProbeDescription {
  return { family: "host", attempt, risk, remedy: ownNetwork };
}

export const hostCatalogue: Record<Extract<ProbeId, `host.${string}`>, ProbeDescription> = {
  "host.address": host(
    "reach a service of the host's at another of the host's addresses",
    "This tenant reaches whatever listens on the host, and through it perhaps other tenants.",
  ),
  "host.dashboard": host(
    "reach the dashboard's port on this host",
    "This tenant can try passwords and holes of the dashboard that runs every tenant.",
  ),
  "host.metadata": host(
    "reach the cloud's metadata service from the host's place",
    "This tenant can ask the cloud for what the host may do there, its keys included.",
  ),
};
