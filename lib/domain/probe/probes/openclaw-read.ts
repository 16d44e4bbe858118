import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const openclawRead = {
  id: "openclaw.read",
  family: "openclaw",
  attempt: "list the other tenant's workspace through its own Gateway",
  risk: "A tenant's Gateway reads another tenant's files.",
  remedy: ownUser,
  tried: "at-target",
  needs: ["source-gateway"],
  control: "own-workspace",
  openedBy: { "roaming-assistant": "there" },
} as const satisfies ProbeRecord;
