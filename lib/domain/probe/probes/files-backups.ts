import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const filesBackups = {
  id: "files.backups",
  family: "files",
  attempt: "list and read the other tenant's backups",
  risk: "Another tenant can read this tenant's backups.",
  remedy: ownUser,
  tried: "at-target",
  needs: [],
  control: "target",
  condition: "It can be tried only where the other tenant has backups.",
  absence: "backups",
  openedBy: { "open-backups": "there", "one-user": "there", "open-memory": "there" },
} as const satisfies ProbeRecord;
