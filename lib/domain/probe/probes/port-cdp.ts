import type { ProbeRecord } from "../record/probe-record.ts";
import { firewall } from "../record/remedies.ts";

export const portCdp = {
  id: "port.cdp",
  family: "ports",
  attempt: "connect to managed browser of the other tenant",
  risk: "Another tenant can drive this tenant's managed browser, which asks for no password.",
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
