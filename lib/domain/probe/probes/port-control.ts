import type { ProbeRecord } from "../record/probe-record.ts";
import { firewall } from "../record/remedies.ts";

export const portControl = {
  id: "port.control",
  family: "ports",
  attempt: "connect to browser control of the other tenant",
  risk: "Another tenant can drive this tenant's browser control, which asks for no password.",
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
