import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const filesBrowser = {
  id: "files.browser",
  family: "files",
  attempt: "list and read the other tenant's browser profile",
  risk: "Another tenant can read this tenant's browser profile.",
  remedy: ownUser,
  tried: "at-target",
  needs: [],
  control: "target",
  condition: "It can be tried only where the other tenant has a browser profile.",
  absence: "browser-profile",
  openedBy: { "open-browser": "there", "one-user": "perhaps", "open-memory": "perhaps" },
} as const satisfies ProbeRecord;
