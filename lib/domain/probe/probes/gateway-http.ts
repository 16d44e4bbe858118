import type { ProbeRecord } from "../record/probe-record.ts";

export const gatewayHttp = {
  id: "gateway.http",
  family: "gateway",
  attempt: "use the other tenant's HTTP interface with no token, its own token and a random one",
  risk: "Another tenant can command this tenant's Gateway.",
  remedy: "Rotate this tenant's token; each tenant needs a token of its own.",
  tried: "at-target",
  needs: ["target-gateway", "target-answers", "harmless-tokens"],
  control: "target",
  openedBy: { "shared-token": "both" },
} as const satisfies ProbeRecord;
