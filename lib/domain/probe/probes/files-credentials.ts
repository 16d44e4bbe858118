import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const filesCredentials = {
  id: "files.credentials",
  family: "files",
  attempt: "list and read the other tenant's channel credentials",
  risk: "Another tenant can read this tenant's channel credentials.",
  remedy: ownUser,
  tried: "at-target",
  needs: [],
  control: "target",
  condition: "It can be tried only where the other tenant has channel credentials.",
  absence: "channel-credentials",
  openedBy: { "open-credentials": "there", "one-user": "perhaps", "open-memory": "perhaps" },
} as const satisfies ProbeRecord;
