import type { ProbeRecord } from "../record/probe-record.ts";
import { ownNetwork } from "../record/remedies.ts";

export const hostAddress = {
  id: "host.address",
  family: "host",
  attempt: "reach a service of the host's at another of the host's addresses",
  risk: "This tenant reaches whatever listens on the host, and through it perhaps other tenants.",
  remedy: ownNetwork,
  tried: "at-host",
  needs: [],
  control: "root-at-host",
  condition: "It can be tried only where this host has an address beside its loopback.",
  absence: "host-address",
  openedBy: { "one-network": "both", "no-network-no-firewall": "both", "no-refusals": "there" },
} as const satisfies ProbeRecord;
