import type { ProbeRecord } from "../record/probe-record.ts";

export const sharedSocketAbstract = {
  id: "shared.socket-abstract",
  family: "shared-places",
  attempt: "connect to an abstract socket that the other tenant opens",
  risk: "Another tenant can talk to this tenant's local services.",
  remedy: "Give the tenant a network namespace of its own; abstract sockets belong to it.",
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: { "one-network": "both", "no-network-no-firewall": "both" },
} as const satisfies ProbeRecord;
