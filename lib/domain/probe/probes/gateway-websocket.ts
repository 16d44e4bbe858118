import type { ProbeRecord } from "../record/probe-record.ts";

export const gatewayWebsocket = {
  id: "gateway.websocket",
  family: "gateway",
  attempt: "open the other tenant's control connection with no token, its own token and a random one",
  risk: "Another tenant can command this tenant's Gateway, its shell included.",
  remedy: "Rotate this tenant's token; each tenant needs a token of its own.",
  tried: "at-target",
  needs: ["target-gateway", "target-answers", "harmless-tokens"],
  control: "target",
  openedBy: { "shared-token": "both" },
} as const satisfies ProbeRecord;
