import type { ProbeRecord } from "../record/probe-record.ts";
import { privateView } from "../record/remedies.ts";

export const sharedDevShm = {
  id: "shared.dev-shm",
  family: "shared-places",
  attempt: "read a file that the other tenant leaves in /dev/shm",
  risk: "Shared memory of this tenant can be read by another.",
  remedy: privateView,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: {
    "left-file-dev-shm": "there",
    "no-private-view": "both",
    "one-user": "both",
    "open-memory": "both",
  },
} as const satisfies ProbeRecord;
