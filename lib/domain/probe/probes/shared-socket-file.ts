import type { ProbeRecord } from "../record/probe-record.ts";
import { privateView } from "../record/remedies.ts";

export const sharedSocketFile = {
  id: "shared.socket-file",
  family: "shared-places",
  attempt: "connect to a socket file that the other tenant opens in /tmp",
  risk: "Another tenant can talk to this tenant's local services.",
  remedy: privateView,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: { "socket-file": "there", "one-user": "both", "open-memory": "both" },
} as const satisfies ProbeRecord;
