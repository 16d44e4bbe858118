import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const processSignal = {
  id: "process.signal",
  family: "processes",
  attempt: "ask the kernel whether it may signal the other tenant's Gateway (signal 0)",
  risk: "Another tenant can stop this tenant's Gateway.",
  remedy: ownUser,
  tried: "at-target",
  needs: ["target-gateway"],
  control: "root-at-process",
  openedBy: { "one-user": "there", "open-memory": "there" },
} as const satisfies ProbeRecord;
