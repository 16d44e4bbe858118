import type { OperationSummaryDto } from "#lib/services/operation/operation-dto.ts";

export const operationStatusLabels: Record<OperationSummaryDto["status"], string> = {
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
