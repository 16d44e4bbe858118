import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const filesLink = {
  id: "files.link",
  family: "files",
  attempt: "read the other tenant's canary through a link of its own",
  risk: "Another tenant can read this tenant's files through a link.",
  remedy: ownUser,
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: { "open-workspace": "there", "access-list": "there", "roaming-assistant": "there" },
} as const satisfies ProbeRecord;
