import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const filesSecrets = {
  id: "files.secrets",
  family: "files",
  attempt: "list and read the other tenant's secrets",
  risk: "Another tenant can read this tenant's secrets.",
  remedy: ownUser,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: { "open-secrets": "there", "one-user": "there", "open-memory": "there" },
} as const satisfies ProbeRecord;
