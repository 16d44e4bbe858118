import type { ProbeRecord } from "../record/probe-record.ts";

export const processCmdline = {
  id: "process.cmdline",
  family: "processes",
  attempt: "read the command line of the other tenant's Gateway",
  risk: "Another tenant sees this tenant's processes and their arguments.",
  remedy:
    "Turn on the private view, which hides other tenants' processes. No secret is passed as an argument.",
  tried: "at-target",
  needs: ["target-gateway"],
  control: "root-at-process",
  openedBy: { "processes-in-sight": "there", "one-user": "there", "open-memory": "there" },
} as const satisfies ProbeRecord;
