import type { ProbeRecord } from "../record/probe-record.ts";

export const sharedRuntimeAncestors = {
  id: "shared.runtime-ancestors",
  family: "shared-places",
  attempt: "write into the runtime or a directory above it",
  risk: "A tenant can plant code that every Gateway loads.",
  remedy: "Repair owner and mode of the runtime store: root, not writable by others.",
  tried: "at-host",
  needs: [],
  control: "root-at-places",
  openedBy: { "runtime-ancestor": "there" },
} as const satisfies ProbeRecord;
