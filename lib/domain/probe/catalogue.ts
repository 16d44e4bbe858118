import { filesCatalogue } from "./catalogue/files.ts";
import { gatewayCatalogue } from "./catalogue/gateway.ts";
import { hostCatalogue } from "./catalogue/host.ts";
import { identityCatalogue } from "./catalogue/identity.ts";
import { portsCatalogue } from "./catalogue/ports.ts";
import type { ProbeDescription } from "./catalogue/probe-description.ts";
import { processesCatalogue } from "./catalogue/processes.ts";
import { sharedPlacesCatalogue } from "./catalogue/shared-places.ts";
import type { ProbeFamily, ProbeId } from "./probe.ts";

export const familyLabels: Record<ProbeFamily, string> = {
  files: "Files",
  processes: "Processes",
  gateway: "Gateway",
  ports: "Derived ports",
  "shared-places": "Shared places",
  squatting: "Port squatting",
  identity: "Identity",
  openclaw: "Through OpenClaw itself",
  host: "The host itself",
};

/** Every probe in words. */
export const probeCatalogue: Record<ProbeId, ProbeDescription> = {
  ...filesCatalogue,
  ...processesCatalogue,
  ...gatewayCatalogue,
  ...portsCatalogue,
  ...sharedPlacesCatalogue,
  ...identityCatalogue,
  ...hostCatalogue,
};
