import type { ProbeRecord } from "../record/probe-record.ts";
import { firewall } from "../record/remedies.ts";

export const squatBaseIpv4 = {
  id: "squat.base-ipv4",
  family: "squatting",
  attempt: "take the Gateway's port on IPv4 where it is free, and be heard there",
  risk: "Another tenant can answer in this tenant's place and collect the token that a client sends.",
  remedy: firewall,
  tried: "squatting",
  takes: { port: "base", family: 4 },
  needs: [],
  control: "target",
  condition:
    "While the other tenant's Gateway holds the port there is nothing to take: it is tried once that Gateway stops, and on the self-test's pair.",
  openedBy: {
    "no-firewall": "there",
    "no-network-no-firewall": "both",
    "firewall-passed": "back",
    "one-user": "back",
    "open-memory": "back",
  },
} as const satisfies ProbeRecord;
