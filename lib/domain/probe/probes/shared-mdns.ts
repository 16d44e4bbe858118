import type { ProbeRecord } from "../record/probe-record.ts";

export const sharedMdns = {
  id: "shared.mdns",
  family: "shared-places",
  attempt: "find the other tenant's Gateway announced on the network",
  risk: "This tenant's Gateway announces itself to everybody.",
  remedy: "Turn discovery off (discovery.mdns.mode: off).",
  tried: "at-target",
  needs: ["target-gateway"],
  control: "root-on-network",
  openedBy: { announced: "there" },
} as const satisfies ProbeRecord;
