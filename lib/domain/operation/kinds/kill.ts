import type { OperationKindRecord } from "./operation-kind-record.ts";

export const kill = {
  action: "gateway.kill",
  phases: ["starting", "running", "stopping", "backing-off"],
  interrupts: true,
  desired: "stopped",
  changes: ["process"],
  changesSecrets: false,
  words: {
    title: "Kill",
    running: "Killing",
    failed: "Gateway wasn't killed",
    asked: "asked to kill the Gateway of",
    noun: "kill",
    impossible: "The Gateway can't be killed now",
    nextStep: "Nothing runs that could be killed.",
  },
} as const satisfies OperationKindRecord;
