import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const filesLogs = {
  id: "files.logs",
  family: "files",
  attempt: "list and read the other tenant's logs",
  risk: "Another tenant can read this tenant's logs.",
  remedy: ownUser,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: { "open-logs": "there", "one-user": "there", "open-memory": "there" },
} as const satisfies ProbeRecord;
