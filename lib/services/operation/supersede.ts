import type { Tx } from "#lib/db/db.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import type { OperationErrorDto } from "#lib/services/operation/operation-dto.ts";
import { unfinishedStatuses } from "#lib/services/operation/operation-row.ts";
import type { LockedTenant } from "./lock-tenant.ts";
import { secretsChanged } from "./secrets-changed.ts";

const superseded: OperationErrorDto = {
  code: "SUPERSEDED",
  message: "A kill took its place.",
  nextStep: "Start the Gateway again when you are ready.",
  isRetryable: true,
};

/**
 * Ends an unfinished operation in favour of a kill. Its job notices that the row
 * is no longer its own and gives up; how far it came is not known.
 */
export async function supersede(
  tx: Tx,
  { hostId }: LockedTenant,
  { id, kind }: LockedTenant["operations"][number],
): Promise<void> {
  await tx.operation.updateMany({
    where: { id, status: { in: [...unfinishedStatuses] } },
    data: { status: "cancelled", error: superseded, finishedAt: new Date() },
  });
  if (operationKinds[kind].changesSecrets) await secretsChanged(tx, hostId);
}
