import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const processPtrace = {
  id: "process.ptrace",
  family: "processes",
  attempt: "open the memory of the other tenant's Gateway",
  risk: "Another tenant can take over this tenant's Gateway.",
  remedy: ownUser,
  tried: "at-target",
  needs: ["target-gateway"],
  control: "root-at-process",
  openedBy: { "open-memory": "there" },
} as const satisfies ProbeRecord;
