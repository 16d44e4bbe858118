import type { ProbeRecord } from "../record/probe-record.ts";

export const gatewaySessionKey = {
  id: "gateway.session-key",
  family: "gateway",
  attempt: "use the other tenant's session key at its own Gateway, and its own at the other's",
  risk: "A session of this tenant can be read at another tenant's Gateway.",
  remedy: "Look for a shared state directory or workspace on the checklist.",
  tried: "at-target",
  needs: ["target-gateway", "target-answers", "harmless-tokens", "source-gateway"],
  control: "target",
  condition: "It can be tried only where both Gateways can begin a conversation.",
  otherHalf: "conversation-at-target",
  openedBy: { "shared-token": "both" },
} as const satisfies ProbeRecord;
