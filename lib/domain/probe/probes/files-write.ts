import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const filesWrite = {
  id: "files.write",
  family: "files",
  attempt: "create a file in the other tenant's directories",
  risk: "Another tenant can change this tenant's files.",
  remedy: ownUser,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: { "open-output": "there", "open-cache": "there", "one-user": "there", "open-memory": "there" },
} as const satisfies ProbeRecord;
