import type { ProbeRecord } from "../record/probe-record.ts";

export const gatewayOpenai = {
  id: "gateway.openai",
  family: "gateway",
  attempt: "use the other tenant's OpenAI-compatible interface with its own key",
  risk: "One tenant's key works at another tenant's Gateway.",
  remedy: "Rotate the shared key; issue one key a customer.",
  tried: "at-target",
  needs: ["target-gateway", "target-answers", "harmless-tokens"],
  control: "target",
  condition: "It can be tried only where that interface is on.",
  absence: "openai-api",
  openedBy: { "shared-token": "both" },
} as const satisfies ProbeRecord;
