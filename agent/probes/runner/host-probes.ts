import { tryCrontab, tryNamespaces, trySudo } from "./own-findings.ts";
import type { HostProbe, ProbeTable } from "./runner-probe.ts";
import { tryCreateIn } from "./try-files.ts";
import { tryAddresses, tryDashboard, tryMetadata } from "./try-host.ts";
import { tryConnect } from "./try-port.ts";
import { worstOf } from "./worst-of.ts";

export const hostProbes = {
  together: {
    "identity.container-socket": async ({ containerSockets }) =>
      worstOf(
        await Promise.all(containerSockets.map((path) => tryConnect({ path }, path, false))),
        "The host has no container engine's socket.",
      ),
    "host.address": ({ host }) => tryAddresses(host),
    "host.dashboard": ({ host }) => tryDashboard(host),
    "host.metadata": ({ host }) => tryMetadata(host),
  },
  inTurn: {
    "shared.runtime-ancestors": ({ runtimeAncestors }, name) =>
      worstOf(
        runtimeAncestors.map((place) => tryCreateIn(place, name)),
        "The runtime has no directory here.",
      ),
    "identity.sudo": () => trySudo(),
    "identity.scheduled": () => tryCrontab(),
    "identity.namespaces": () => tryNamespaces(),
  },
} as const satisfies ProbeTable<HostProbe>;
