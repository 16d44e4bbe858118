import type { ProbeRecord } from "../record/probe-record.ts";
import { privateView } from "../record/remedies.ts";

export const sharedTmp = {
  id: "shared.tmp",
  family: "shared-places",
  attempt: "read a file that the other tenant leaves in /tmp",
  risk: "Temporary files of this tenant can be read by another.",
  remedy: privateView,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: {
    "left-file-tmp": "there",
    "no-private-view": "both",
    "one-user": "both",
    "open-memory": "both",
  },
} as const satisfies ProbeRecord;
