import type { ProbeRecord } from "../record/probe-record.ts";
import { firewall } from "../record/remedies.ts";

export const squatDerived = {
  id: "squat.derived",
  family: "squatting",
  attempt: "take a derived port where it is free, and be heard there",
  risk: "Another tenant can answer in this tenant's place and collect the token that a client sends.",
  remedy: firewall,
  tried: "squatting",
  takes: { port: "derived", family: 4 },
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
