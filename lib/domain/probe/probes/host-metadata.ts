import type { ProbeRecord } from "../record/probe-record.ts";
import { ownNetwork } from "../record/remedies.ts";

export const hostMetadata = {
  id: "host.metadata",
  family: "host",
  attempt: "reach the cloud's metadata service from the host's place",
  risk: "This tenant can ask the cloud for what the host may do there, its keys included.",
  remedy: ownNetwork,
  tried: "at-host",
  needs: [],
  control: "root-at-host",
  condition: "It can be tried only where a cloud's metadata service answers this host.",
  absence: "metadata-service",
  openedBy: { "one-network": "perhaps", "no-network-no-firewall": "perhaps", "no-refusals": "perhaps" },
} as const satisfies ProbeRecord;
