import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const processFds = {
  id: "process.fds",
  family: "processes",
  attempt: "list the open files of the other tenant's Gateway",
  risk: "Another tenant can reach the files that this tenant's Gateway has open.",
  remedy: ownUser,
  tried: "at-target",
  needs: ["target-gateway"],
  control: "root-at-process",
  openedBy: { "open-memory": "there" },
} as const satisfies ProbeRecord;
