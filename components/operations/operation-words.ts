import type { OperationSummaryDto } from "#lib/services/operation/operation-dto.ts";

type Kind = OperationSummaryDto["kind"];
type Status = OperationSummaryDto["status"];

/** The operation as a heading. */
export const operationLabels: Record<Kind, string> = {
  provision: "Provision",
  start: "Start",
  stop: "Stop",
  restart: "Restart",
  kill: "Kill",
  remove: "Remove",
  harden: "Harden",
  configure: "Configure",
  fix: "Put right",
};

/** While it is under way. */
export const operationProgress: Record<Kind, string> = {
  provision: "Provisioning",
  start: "Starting",
  stop: "Stopping",
  restart: "Restarting",
  kill: "Killing",
  remove: "Removing",
  harden: "Changing the hardening",
  configure: "Changing the configuration",
  fix: "Putting a mistake right",
};

/** When it did not succeed. */
export const operationFailures: Record<Kind, string> = {
  provision: "Provisioning didn't finish",
  start: "Gateway didn't start",
  stop: "Gateway didn't stop",
  restart: "Gateway didn't restart",
  kill: "Gateway wasn't killed",
  remove: "Tenant wasn't removed",
  harden: "The hardening wasn't changed",
  configure: "The configuration wasn't changed",
  fix: "The mistake wasn't put right",
};

export const operationStatusLabels: Record<Status, string> = {
  queued: "Waiting",
  running: "Running",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** True until it is done, failed or cancelled. */
export function isUnfinished(operation: Pick<OperationSummaryDto, "status"> | null): boolean {
  return operation?.status === "queued" || operation?.status === "running";
}
