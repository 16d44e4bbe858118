import type { OperationKindRecord } from "./operation-kind-record.ts";

export const start = {
  action: "gateway.start",
  phases: ["stopped", "failed", "backing-off"],
  interrupts: false,
  desired: "running",
  changes: ["process"],
  changesSecrets: false,
  words: {
    title: "Start",
    running: "Starting",
    failed: "Gateway didn't start",
    asked: "asked to start the Gateway of",
    noun: "start",
    impossible: "The Gateway can't be started now",
    nextStep: "If it isn't provisioned, provision it first.",
  },
} as const satisfies OperationKindRecord;
