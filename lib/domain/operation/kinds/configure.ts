import type { OperationKindRecord } from "./operation-kind-record.ts";

export const configure = {
  action: "gateway.configure",
  phases: ["stopped", "running", "failed", "backing-off", "unknown"],
  interrupts: false,
  desired: null,
  changes: ["configHash", "neighbourhood", "process"],
  changesSecrets: false,
  words: {
    title: "Configure",
    running: "Changing the configuration",
    failed: "The configuration wasn't changed",
    asked: "asked to change the configuration of",
    noun: "reconfiguration",
    impossible: "The configuration can't be changed now",
    nextStep: "Wait until the Gateway has started or stopped. If it isn't provisioned, provision it first.",
  },
} as const satisfies OperationKindRecord;
