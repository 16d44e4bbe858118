import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { isMistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { movePortBlock } from "#lib/services/gateway/move-port-block.ts";
import { requestOperation } from "#lib/services/gateway/request-operation.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { findingNow } from "#lib/services/risk/finding-now.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { type OperationReference, operationReference } from "./cancel-operation.ts";
import { operationAction } from "./operation-action.ts";
import { operationErrorOf, operationOptionsOf } from "./operation-columns.ts";
import type { OperationDto } from "./operation-dto.ts";

/** Asks again for what a failed or cancelled operation was to do, if nothing came after it. */
export async function retryOperation(actor: Actor, input: OperationReference): Promise<OperationDto> {
  const { operationId } = parseInput(operationReference, input);
  const failed = z.uuid().safeParse(operationId).success
    ? await db.operation.findUnique({
        where: { id: operationId },
        include: {
          tenant: {
            include: { gateway: true, operations: { orderBy: { createdAt: "desc" }, take: 1 } },
          },
        },
      })
    : null;
  authorize(actor, failed === null ? "tenant.read" : operationAction(failed.kind));
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
    ...desiredAfter(failed.kind, options.startAfterwards),
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

function desiredAfter(kind: OperationDto["kind"], startAfterwards: boolean) {
  switch (kind) {
    case "start":
    case "restart":
      return { desiredState: "running" } as const;
    case "provision":
      return { desiredState: startAfterwards ? "running" : "stopped" } as const;
    case "stop":
    case "kill":
      return { desiredState: "stopped" } as const;
    case "remove":
      return { desiredState: "absent" } as const;
    case "harden":
    case "configure":
    case "fix":
      return {};
  }
}
