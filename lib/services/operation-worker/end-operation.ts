import { db, type Tx } from "#lib/db/db.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { leaveHost } from "#lib/services/operation/leave-host.ts";
import type { OperationErrorDto } from "#lib/services/operation/operation-dto.ts";
import type { ClaimedOperation } from "./claim-operation.ts";
import { measureAfterFailure, measureAnew } from "./measure-anew.ts";

const worker = { kind: "job", name: "Operations" } as const;
/** Ends a running operation well; does nothing when it was ended by somebody else. */
export async function finishOperation(operation: ClaimedOperation, steps: readonly Step[]): Promise<void> {
  await db.$transaction(async (tx) => {
    const isMine = await end(tx, operation, { status: "done", steps: [...steps], error: null });
    if (!isMine) return;
    if (operationKinds[operation.kind].desired === "absent") await leaveHost(tx, operation.tenantId);
    await note(tx, operation, "done", {});
    await measureAnew(tx, worker, operation);
  });
}

/** Ends a running operation with its reason; does nothing when it was ended by somebody else. */
export async function failOperation(
  operation: ClaimedOperation,
  steps: readonly Step[],
  error: OperationErrorDto,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const isMine = await end(tx, operation, { status: "failed", steps: [...steps], error });
    if (!isMine) return;
    await note(tx, operation, "failed", { code: error.code, message: error.message });
    await measureAfterFailure(tx, worker, operation);
  });
}

async function end(
  tx: Tx,
  operation: ClaimedOperation,
  outcome: { status: "done" | "failed"; steps: Step[]; error: OperationErrorDto | null },
): Promise<boolean> {
  const { count } = await tx.operation.updateMany({
    where: { id: operation.id, status: "running" },
    data: {
      status: outcome.status,
      steps: outcome.steps,
      finishedAt: new Date(),
      ...(outcome.error !== null && { error: outcome.error }),
    },
  });
  return count === 1;
}

async function note(
  tx: Tx,
  operation: ClaimedOperation,
  outcome: "done" | "failed",
  details: Record<string, string>,
): Promise<void> {
  await recordActivity(tx, worker, {
    action: `${operationKinds[operation.kind].action}-${outcome}`,
    tenantId: operation.tenantId,
    clientId: operation.tenant.clientId,
    operationId: operation.id,
    details: { slug: operation.tenant.slug, ...details },
  });
}
