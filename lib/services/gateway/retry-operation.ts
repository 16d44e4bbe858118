import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { isMistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { movePortBlock } from "#lib/services/gateway/move-port-block.ts";
import { findingNow } from "#lib/services/mistake/finding-now.ts";
import { type OperationReference, operationReference } from "#lib/services/operation/cancel-operation.ts";
import { operationErrorOf, operationOptionsOf } from "#lib/services/operation/operation-columns.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { requestOperation } from "#lib/services/operation/request-operation.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";

/** Asks again for what a failed or cancelled operation was to do, if nothing came after it. */
export async function retryOperation(actor: Actor, input: OperationReference): Promise<OperationDto> {
  const { operationId } = parseInput(operationReference, input);
  const failed = z.uuid().safeParse(operationId).success
    ? await db.operation.findUnique({
        where: { id: operationId },
        include: {
          tenant: {
            include: { gateway: true, operations: { orderBy: { seq: "desc" }, take: 1 } },
          },
        },
      })
    : null;
  authorize(actor, failed === null ? "tenant.read" : operationKinds[failed.kind].action);
  if (failed === null) throw notFound("operation");
  const isEnded = failed.status === "failed" || failed.status === "cancelled";
  if (!isEnded || failed.tenant.operations[0]?.id !== operationId) {
    throw new ServiceError(
      "CONFLICT",
      "This operation can't be repeated: it hasn't failed, or another came after it.",
      {
        nextStep: "Look at the tenant's latest operation.",
      },
    );
  }
  const wasPortTaken = failed.kind === "provision" && operationErrorOf(failed.error)?.code === "PORT_TAKEN";
  const options = operationOptionsOf(failed.options);
  return requestOperation(actor, {
    slug: failed.tenant.slug,
    kind: failed.kind,
    options,
    isRetry: true,
    ...(wasPortTaken && { prepare: movePortBlock }),
    ...(failed.kind === "fix" && {
      prepare: async (tx, tenant) => {
        if (options.ruleId !== undefined && isMistakeId(options.ruleId))
          await findingNow(tx, tenant, options.ruleId);
      },
    }),
  });
}
