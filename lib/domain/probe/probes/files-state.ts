import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const filesState = {
  id: "files.state",
  family: "files",
  attempt: "list and read the other tenant's state directory",
  risk: "Another tenant can read this tenant's state directory.",
  remedy: ownUser,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: {
    "open-state": "there",
    "open-browser": "there",
    "open-credentials": "there",
    "one-user": "there",
    "open-memory": "there",
  },
} as const satisfies ProbeRecord;
