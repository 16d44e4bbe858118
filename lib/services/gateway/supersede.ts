import type { Tx } from "#lib/db/db.ts";
import type { OperationErrorDto } from "#lib/services/operation/operation-dto.ts";
import { unfinishedStatuses } from "#lib/services/operation/operation-row.ts";

const superseded: OperationErrorDto = {
  code: "SUPERSEDED",
  message: "A kill took its place.",
  nextStep: "Start the Gateway again when you are ready.",
  isRetryable: true,
};

/** Ends an unfinished operation in favour of a kill. Its job notices that the row is no longer its own and gives up. */
export async function supersede(tx: Tx, operationId: string): Promise<void> {
  await tx.operation.updateMany({
    where: { id: operationId, status: { in: [...unfinishedStatuses] } },
    data: { status: "cancelled", error: superseded, finishedAt: new Date() },
  });
}
