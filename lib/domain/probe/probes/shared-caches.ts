import type { ProbeRecord } from "../record/probe-record.ts";

export const sharedCaches = {
  id: "shared.caches",
  family: "shared-places",
  attempt: "reach the caches of the other tenant's tools",
  risk: "Another tenant can plant packages that this tenant's tools load.",
  remedy: "Keep XDG and npm caches inside the boundary: restart the Gateway.",
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: { "open-cache": "there", "one-user": "both", "open-memory": "both" },
} as const satisfies ProbeRecord;
