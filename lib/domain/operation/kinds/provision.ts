import type { OperationKindRecord } from "./operation-kind-record.ts";

export const provision = {
  action: "gateway.provision",
  phases: ["absent", "incomplete", "stopped", "failed"],
  interrupts: false,
  desired: "stopped",
  changes: ["configHash", "version", "neighbourhood", "process"],
  changesSecrets: true,
  words: {
    title: "Provision",
    running: "Provisioning",
    failed: "Provisioning didn't finish",
    asked: "asked to set up the Gateway of",
    noun: "provision",
    impossible: "The Gateway can't be provisioned now",
    nextStep: "Stop it first.",
  },
} as const satisfies OperationKindRecord;
