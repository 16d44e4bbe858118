import type { ProbeRecord } from "../record/probe-record.ts";
import { firewall } from "../record/remedies.ts";

export const portRelay = {
  id: "port.relay",
  family: "ports",
  attempt: "connect to browser relay of the other tenant",
  risk: "Another tenant can drive this tenant's browser relay, which asks for no password.",
  remedy: firewall,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: {
    "no-firewall": "there",
    "no-network-no-firewall": "both",
    "running-no-firewall": "there",
    "firewall-passed": "both",
    "one-user": "both",
    "open-memory": "both",
  },
} as const satisfies ProbeRecord;
