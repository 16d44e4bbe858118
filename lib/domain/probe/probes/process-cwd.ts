import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const processCwd = {
  id: "process.cwd",
  family: "processes",
  attempt: "follow the working directory of the other tenant's Gateway",
  risk: "Another tenant can enter this tenant's directories through its process.",
  remedy: ownUser,
  tried: "at-target",
  needs: ["target-gateway"],
  control: "root-at-process",
  openedBy: { "open-memory": "there" },
} as const satisfies ProbeRecord;
