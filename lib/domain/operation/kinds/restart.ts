import type { OperationKindRecord } from "./operation-kind-record.ts";

export const restart = {
  action: "gateway.restart",
  phases: ["running"],
  interrupts: false,
  desired: "running",
  changes: ["neighbourhood", "process"],
  changesSecrets: false,
  words: {
    title: "Restart",
    running: "Restarting",
    failed: "Gateway didn't restart",
    asked: "asked to restart the Gateway of",
    noun: "restart",
    impossible: "The Gateway can't be restarted now",
    nextStep: "Start it instead.",
  },
} as const satisfies OperationKindRecord;
