import type { ProbeRecord } from "../record/probe-record.ts";

export const sharedCompileCache = {
  id: "shared.compile-cache",
  family: "shared-places",
  attempt: "plant code in a compile cache that the other tenant's Gateway loads",
  risk: "Another tenant can run code inside this tenant's Gateway.",
  remedy: "Keep the compile cache inside the boundary or off: restart the Gateway so that it takes effect.",
  tried: "at-target",
  needs: [],
  control: "root-at-compile-cache",
  absence: "compile-cache",
  isAbsenceWall: true,
  openedBy: { "compile-cache": "there" },
} as const satisfies ProbeRecord;
