import { db, type Tx } from "#lib/db/db.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { enqueueAudit } from "#lib/services/audit/enqueue-audit.ts";
import { raiseNeighbourhood } from "#lib/services/check/raise-neighbourhood.ts";
import type { ClaimedOperation } from "./claim-operation.ts";
import { operationAction } from "./operation-action.ts";
import type { OperationErrorDto } from "./operation-dto.ts";

const worker = { kind: "job", name: "Operations" } as const;
/** What comes, goes or may have changed its configuration is looked at again right away. */
const checkedAfter: readonly ClaimedOperation["kind"][] = [
  "provision",
  "start",
  "restart",
  "remove",
  "harden",
  "configure",
  "fix",
];

/** What changed the configuration is audited. */
const auditedAfter: readonly ClaimedOperation["kind"][] = ["provision", "configure"];

/** Ends a running operation well; does nothing when it was ended by somebody else. */
export async function finishOperation(operation: ClaimedOperation, steps: readonly Step[]): Promise<void> {
  await db.$transaction(async (tx) => {
    const isMine = await end(tx, operation, { status: "done", steps: [...steps], error: null });
    if (!isMine) return;
    if (operation.kind === "remove") await releaseHostResources(tx, operation);
    await note(tx, operation, "done", {});
    if (auditedAfter.includes(operation.kind)) await enqueueAudit(tx, worker, operation.tenant);
    if (checkedAfter.includes(operation.kind)) {
      await raiseNeighbourhood(tx, operation.tenant.hostId, { isChanged: operation.kind !== "start" });
    }
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
    if (isMine) await note(tx, operation, "failed", { code: error.code, message: error.message });
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

async function releaseHostResources(tx: Tx, operation: ClaimedOperation): Promise<void> {
  await tx.portBlock.deleteMany({ where: { tenantId: operation.tenantId } });
  await tx.itemEvidence.deleteMany({ where: { tenantId: operation.tenantId } });
  // The secrets file is gone with the tree.
  await tx.credential.deleteMany({ where: { tenantId: operation.tenantId } });
}

async function note(
  tx: Tx,
  operation: ClaimedOperation,
  outcome: "done" | "failed",
  details: Record<string, string>,
): Promise<void> {
  await recordActivity(tx, worker, {
    action: `${operationAction(operation.kind)}-${outcome}`,
    tenantId: operation.tenantId,
    clientId: operation.tenant.clientId,
    operationId: operation.id,
    details: { slug: operation.tenant.slug, ...details },
  });
}
