import type { ProbeRecord } from "../record/probe-record.ts";
import { firewall } from "../record/remedies.ts";

export const gatewayHealth = {
  id: "gateway.health",
  family: "gateway",
  attempt: "read version and health of the other tenant's Gateway without a token",
  risk: "Another tenant sees this tenant's version, load and failing channels.",
  remedy: firewall,
  tried: "at-target",
  needs: ["target-gateway", "target-answers", "harmless-tokens"],
  control: "target",
  openedBy: {
    "running-no-firewall": "there",
    "firewall-passed": "there",
    "one-user": "there",
    "open-memory": "there",
  },
} as const satisfies ProbeRecord;
