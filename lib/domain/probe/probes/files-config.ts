import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const filesConfig = {
  id: "files.config",
  family: "files",
  attempt: "list and read the other tenant's configuration",
  risk: "Another tenant can read this tenant's configuration.",
  remedy: ownUser,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: { "open-config": "there", "one-user": "there", "open-memory": "there" },
} as const satisfies ProbeRecord;
