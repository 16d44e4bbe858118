import { randomUUID } from "node:crypto";
import { db, type Tx } from "#lib/db/db.ts";
import { phaseLabels } from "#lib/domain/gateway/lifecycle.ts";
import {
  canDo,
  desiredAfter,
  type OperationKind,
  operationKinds,
} from "#lib/domain/operation/operation-kinds.ts";
import { enqueue } from "#lib/queue/job-queue.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import type { Actor } from "#lib/services/actor.ts";
import { shownPhase } from "#lib/services/observation/gateway-row.ts";
import type { OperationOptions } from "#lib/services/operation/operation-columns.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { isUnfinished, operationInclude, toOperationDto } from "#lib/services/operation/operation-row.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { type LockedTenant, lockTenant } from "./lock-tenant.ts";
import { refuseWhileChanging } from "./refuse-while-changing.ts";
import { supersede } from "./supersede.ts";

export type OperationRequest = {
  readonly slug: string;
  readonly kind: OperationKind;
  readonly options?: Partial<OperationOptions>;
  /** A retry converges whatever the phase; a first request must make sense in the phase that is shown. */
  readonly isRetry?: boolean;
  /** What must be true in the same transaction before the operation is recorded. */
  readonly prepare?: (tx: Tx, tenant: LockedTenant) => Promise<void>;
};

/**
 * Records the wish, the operation, the activity and the job in one transaction.
 * Asking again for what is already being done answers with the operation that does it.
 *
 * @throws ServiceError NOT_FOUND, or CONFLICT when another operation is unfinished or the phase forbids it
 */
export async function requestOperation(actor: Actor, request: OperationRequest): Promise<OperationDto> {
  return db.$transaction(async (tx) => {
    const tenant = await lockTenant(tx, request.slug);
    if (!operationKinds[request.kind].interrupts) refuseWhileChanging(tenant);
    const unfinished = tenant.operations.find(isUnfinished);
    if (unfinished !== undefined) {
      if (unfinished.kind === request.kind) return toOperationDto(tx, { ...unfinished, tenant });
      if (!operationKinds[request.kind].interrupts) throw alreadyBusy(unfinished);
      await supersede(tx, tenant, unfinished);
    }
    if (request.isRetry !== true) refuseWrongPhase(tenant, request.kind);
    await request.prepare?.(tx, tenant);
    return begin(tx, actor, tenant, request);
  });
}

/** The part after the checks, for a tenant that the caller holds locked or has just created. */
export async function begin(
  tx: Tx,
  actor: Actor,
  tenant: { readonly id: string; readonly slug: string; readonly clientId: string },
  request: OperationRequest,
): Promise<OperationDto> {
  const desiredState = desiredAfter(request.kind, request.options ?? {});
  const { generation } = await tx.gateway.update({
    where: { tenantId: tenant.id },
    data: { generation: { increment: 1 }, ...(desiredState !== null && { desiredState }) },
  });
  const operation = await tx.operation.create({
    data: {
      id: randomUUID(),
      tenantId: tenant.id,
      kind: request.kind,
      generation,
      options: request.options ?? {},
      requestedById: actor.kind === "user" ? actor.userId : null,
    },
    include: operationInclude,
  });
  await recordActivity(tx, actor, {
    action: operationKinds[request.kind].action,
    tenantId: tenant.id,
    clientId: tenant.clientId,
    operationId: operation.id,
    details: { slug: tenant.slug, generation, ...request.options },
  });
  await enqueue(tx, "gateway-operation", { operationId: operation.id }, operation.id);
  return toOperationDto(tx, operation);
}

export function alreadyBusy(operation: LockedTenant["operations"][number]): ServiceError {
  const state = operation.status === "queued" ? "waiting to run" : "running";
  return new ServiceError(
    "CONFLICT",
    `A ${operationKinds[operation.kind].words.noun} of this Gateway is ${state} since ${operation.createdAt.toISOString()}.`,
    { nextStep: "Wait until it has ended, or kill the Gateway." },
  );
}

export function refuseWrongPhase(tenant: LockedTenant, kind: OperationKind) {
  const phase = shownPhase(tenant.gateway, tenant.host, new Date());
  // Nothing is known of a silent host: the operation waits for it, and the agent's verbs converge.
  if (phase === "unknown" || canDo(kind, { phase, hasUnfinishedOperation: false })) return;
  const { impossible, nextStep } = operationKinds[kind].words;
  throw new ServiceError("CONFLICT", `${impossible}: it is “${phaseLabels[phase]}”.`, { nextStep });
}
