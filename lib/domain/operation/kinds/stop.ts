import type { OperationKindRecord } from "./operation-kind-record.ts";

export const stop = {
  action: "gateway.stop",
  phases: ["starting", "running", "backing-off", "unknown"],
  interrupts: false,
  desired: "stopped",
  changes: ["process"],
  changesSecrets: false,
  words: {
    title: "Stop",
    running: "Stopping",
    failed: "Gateway didn't stop",
    asked: "asked to stop the Gateway of",
    noun: "stop",
    impossible: "The Gateway can't be stopped now",
    nextStep: "Nothing needs to be stopped.",
  },
} as const satisfies OperationKindRecord;
