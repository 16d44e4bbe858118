import type { OperationKindRecord } from "./operation-kind-record.ts";

export const harden = {
  action: "hardening.apply",
  phases: ["stopped", "running", "failed", "backing-off", "unknown"],
  interrupts: false,
  desired: null,
  changes: ["configHash", "neighbourhood", "process"],
  changesSecrets: false,
  words: {
    title: "Harden",
    running: "Changing the hardening",
    failed: "The hardening wasn't changed",
    asked: "asked to change the hardening of",
    noun: "hardening",
    impossible: "The hardening can't be changed now",
    nextStep: "Wait until the Gateway has started or stopped. If it isn't provisioned, provision it first.",
  },
} as const satisfies OperationKindRecord;
