import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import type { OperationDto } from "./operation-dto.ts";
import { operationInclude, toOperationDto } from "./operation-row.ts";

export const operationReference = z.strictObject({ operationId: z.string() });
export type OperationReference = z.input<typeof operationReference>;

/** Takes back an operation that has not begun. */
export async function cancelOperation(actor: Actor, input: OperationReference): Promise<OperationDto> {
  const { operationId } = parseInput(operationReference, input);
  if (!z.uuid().safeParse(operationId).success) throw notFound("operation");
  return db.$transaction(async (tx) => {
    const found = await tx.operation.findUnique({
      where: { id: operationId },
      select: { kind: true, tenantId: true, tenant: { select: { clientId: true } } },
    });
    // Whoever may not ask for it may not take it back; the permission of reading hides nothing here.
    authorize(actor, found === null ? "tenant.read" : operationKinds[found.kind].action);
    if (found === null) throw notFound("operation");
    const cancelled = await tx.operation.updateMany({
      where: { id: operationId, status: "queued" },
      data: { status: "cancelled", finishedAt: new Date() },
    });
    if (cancelled.count === 0) {
      throw new ServiceError("CONFLICT", "It has begun already, or it has ended.", {
        nextStep: "To stop a start that goes on, kill the Gateway.",
      });
    }
    await recordActivity(tx, actor, {
      action: "operation.cancel",
      tenantId: found.tenantId,
      clientId: found.tenant.clientId,
      operationId,
      details: { kind: found.kind },
    });
    const row = await tx.operation.findUniqueOrThrow({
      where: { id: operationId },
      include: operationInclude,
    });
    return toOperationDto(tx, row);
  });
}
