import type { ProbeRecord } from "../record/probe-record.ts";
import { ownNetwork } from "../record/remedies.ts";

export const hostDashboard = {
  id: "host.dashboard",
  family: "host",
  attempt: "reach the dashboard's port on this host",
  risk: "This tenant can try passwords and holes of the dashboard that runs every tenant.",
  remedy: ownNetwork,
  tried: "at-host",
  needs: [],
  control: "root-at-host",
  condition: "It can be tried only while the dashboard answers the host agent at its port.",
  absence: "dashboard",
  openedBy: { "one-network": "perhaps", "no-network-no-firewall": "perhaps", "no-refusals": "perhaps" },
} as const satisfies ProbeRecord;
