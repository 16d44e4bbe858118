import type { OperationKindRecord } from "./operation-kind-record.ts";

export const remove = {
  action: "gateway.remove",
  phases: ["absent", "incomplete", "stopped", "failed"],
  interrupts: false,
  desired: "absent",
  changes: ["configHash", "version", "neighbourhood", "process"],
  changesSecrets: true,
  words: {
    title: "Remove",
    running: "Removing",
    failed: "Tenant wasn't removed",
    asked: "asked to remove the Gateway of",
    noun: "removal",
    impossible: "The Gateway can't be removed now",
    nextStep: "Stop it first.",
  },
} as const satisfies OperationKindRecord;
