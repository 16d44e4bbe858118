import type { ProbeRecord } from "../record/probe-record.ts";

export const gatewayPairedDevice = {
  id: "gateway.paired-device",
  family: "gateway",
  attempt: "connect as a device that nobody approved, and as one that was removed",
  risk: "Whoever reaches the port can use a device that survives a change of the token.",
  remedy:
    "Turn silent pairing off (gateway.nodes.pairing.autoApproveLocal: false) and remove unknown devices.",
  tried: "at-target",
  needs: ["target-gateway", "target-answers", "harmless-tokens"],
  control: "target",
  otherHalf: "earlier-device",
  openedBy: { "earlier-device": "there" },
} as const satisfies ProbeRecord;
