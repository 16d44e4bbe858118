import type { OperationKindRecord } from "./operation-kind-record.ts";

export const fix = {
  action: "mistake.fix",
  phases: ["stopped", "running", "failed", "backing-off", "unknown"],
  interrupts: false,
  desired: null,
  changes: ["configHash", "neighbourhood", "process"],
  changesSecrets: true,
  words: {
    title: "Put right",
    running: "Putting a mistake right",
    failed: "The mistake wasn't put right",
    asked: "asked to put right a mistake of",
    noun: "correction",
    impossible: "Nothing can be put right now",
    nextStep: "Wait until the Gateway has started or stopped. If it isn't provisioned, provision it first.",
  },
} as const satisfies OperationKindRecord;
