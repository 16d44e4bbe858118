import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const processEnviron = {
  id: "process.environ",
  family: "processes",
  attempt: "read the environment of the other tenant's Gateway",
  risk: "Another tenant can read what this tenant's Gateway was started with, keys included.",
  remedy: ownUser,
  tried: "at-target",
  needs: ["target-gateway"],
  control: "root-at-process",
  openedBy: { "open-memory": "there" },
} as const satisfies ProbeRecord;
