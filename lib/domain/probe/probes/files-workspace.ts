import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const filesWorkspace = {
  id: "files.workspace",
  family: "files",
  attempt: "list and read the other tenant's workspace",
  risk: "Another tenant can read this tenant's workspace.",
  remedy: ownUser,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: {
    "open-workspace": "there",
    "access-list": "there",
    "roaming-assistant": "there",
    "one-user": "there",
    "open-memory": "there",
  },
} as const satisfies ProbeRecord;
