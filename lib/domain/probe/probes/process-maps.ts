import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const processMaps = {
  id: "process.maps",
  family: "processes",
  attempt: "read the memory map of the other tenant's Gateway",
  risk: "Another tenant can look into this tenant's memory.",
  remedy: ownUser,
  tried: "at-target",
  needs: ["target-gateway"],
  control: "root-at-process",
  openedBy: { "open-memory": "there" },
} as const satisfies ProbeRecord;
