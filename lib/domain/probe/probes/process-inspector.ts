import type { ProbeRecord } from "../record/probe-record.ts";

export const processInspector = {
  id: "process.inspector",
  family: "processes",
  attempt: "find the Node inspector of the other tenant's Gateway listening",
  risk: "Another tenant can run code inside this tenant's Gateway.",
  remedy: "Start the Gateway with the inspector signal off (NODE_OPTIONS=--disable-sigusr1): restart it.",
  tried: "at-target",
  needs: ["target-gateway"],
  control: "root-at-inspector",
  openedBy: { inspector: "there" },
} as const satisfies ProbeRecord;
