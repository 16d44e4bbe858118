import { randomUUID } from "node:crypto";
import { db, type Tx } from "#lib/db/db.ts";
import type { DesiredState, OperationKind } from "#lib/db/generated/enums.ts";
import { canConfigure } from "#lib/domain/gateway/can-configure.ts";
import { canDo, type GatewaySituation, phaseLabels } from "#lib/domain/gateway/lifecycle.ts";
import { canHarden } from "#lib/domain/hardening/can-harden.ts";
import { enqueue } from "#lib/jobs/job-queue.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import type { Actor } from "#lib/services/actor.ts";
import { operationAction } from "#lib/services/operation/operation-action.ts";
import type { OperationOptions } from "#lib/services/operation/operation-columns.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { isUnfinished, operationInclude, toOperationDto } from "#lib/services/operation/operation-row.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { shownPhase } from "./gateway-row.ts";
import { type LockedTenant, lockTenant } from "./lock-tenant.ts";
import { supersede } from "./supersede.ts";

export type OperationRequest = {
  readonly slug: string;
  readonly kind: OperationKind;
  /** Left out where whether the Gateway should run stays as it is. */
  readonly desiredState?: DesiredState;
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
    const unfinished = tenant.operations.find(isUnfinished);
    if (unfinished !== undefined) {
      if (unfinished.kind === request.kind) return toOperationDto(tx, { ...unfinished, tenant });
      if (request.kind !== "kill") throw alreadyBusy(unfinished);
      await supersede(tx, unfinished.id);
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
  const { generation } = await tx.gateway.update({
    where: { tenantId: tenant.id },
    data: {
      generation: { increment: 1 },
      ...(request.desiredState !== undefined && { desiredState: request.desiredState }),
    },
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
    action: operationAction(request.kind),
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
    `A ${operation.kind} of this Gateway is ${state} since ${operation.createdAt.toISOString()}.`,
    { nextStep: "Wait until it has ended, or kill the Gateway." },
  );
}

export function refuseWrongPhase(tenant: LockedTenant, kind: OperationKind) {
  const phase = shownPhase(tenant.gateway, tenant.host, new Date());
  // Nothing is known of a silent host: the operation waits for it, and the agent's verbs converge.
  const situation = { phase, hasUnfinishedOperation: false };
  if (phase === "unknown") return;
  if (isPossible(kind, situation)) return;
  throw new ServiceError("CONFLICT", `${kinds[kind]}: it is “${phaseLabels[phase]}”.`, {
    nextStep: nextSteps[kind],
  });
}

function isPossible(kind: OperationKind, situation: GatewaySituation): boolean {
  if (kind === "harden") return canHarden(situation);
  return kind === "configure" || kind === "fix" ? canConfigure(situation) : canDo(kind, situation);
}

const kinds: Record<OperationKind, string> = {
  provision: "The Gateway can't be provisioned now",
  start: "The Gateway can't be started now",
  stop: "The Gateway can't be stopped now",
  restart: "The Gateway can't be restarted now",
  kill: "The Gateway can't be killed now",
  remove: "The Gateway can't be removed now",
  harden: "The hardening can't be changed now",
  configure: "The configuration can't be changed now",
  fix: "Nothing can be put right now",
};

const nextSteps: Record<OperationKind, string> = {
  provision: "Stop it first.",
  start: "If it isn't provisioned, provision it first.",
  stop: "Nothing needs to be stopped.",
  restart: "Start it instead.",
  kill: "Nothing runs that could be killed.",
  remove: "Stop it first.",
  harden: "Wait until the Gateway has started or stopped. If it isn't provisioned, provision it first.",
  configure: "Wait until the Gateway has started or stopped. If it isn't provisioned, provision it first.",
  fix: "Wait until the Gateway has started or stopped. If it isn't provisioned, provision it first.",
};
