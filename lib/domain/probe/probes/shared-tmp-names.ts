import type { ProbeRecord } from "../record/probe-record.ts";
import { privateView } from "../record/remedies.ts";

export const sharedTmpNames = {
  id: "shared.tmp-names",
  family: "shared-places",
  attempt: "take the names in /tmp that the other tenant's Gateway needs",
  risk: "Another tenant can keep this tenant's Gateway from starting.",
  remedy: privateView,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: { "temporary-name": "there", "one-user": "both", "open-memory": "both" },
} as const satisfies ProbeRecord;
