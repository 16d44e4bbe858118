import type { Tx } from "#lib/db/db.ts";
import type { Circumstance } from "#lib/domain/checklist/freshness.ts";
import { outdatedBy } from "#lib/domain/checklist/freshness.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import type { Actor } from "#lib/services/actor.ts";
import { enqueueAudit } from "#lib/services/audit/enqueue-audit.ts";
import { raiseNeighbourhood } from "#lib/services/check/raise-neighbourhood.ts";
import { shownPhase } from "#lib/services/observation/gateway-row.ts";
import { secretsChanged } from "#lib/services/operation/secrets-changed.ts";
import type { ClaimedOperation } from "./claim-operation.ts";

/**
 * Has measured anew what an operation changed. Attempts are not asked for here:
 * they wait until it is quiet on the host.
 */
export async function measureAnew(tx: Tx, actor: Actor, { kind, tenant }: ClaimedOperation): Promise<void> {
  const { desired, changesSecrets } = operationKinds[kind];
  const changes: readonly Circumstance[] = operationKinds[kind].changes;
  const outdated = outdatedBy(changes);
  // Of a tenant that is gone there is nothing left to audit.
  if (outdated.has("audit") && desired !== "absent") await enqueueAudit(tx, actor, tenant);
  if (changesSecrets) await secretsChanged(tx, tenant.hostId);
  else if (outdated.has("check")) {
    await raiseNeighbourhood(tx, tenant.hostId, { isChanged: changes.includes("neighbourhood") });
  }
}

/**
 * The same after an operation that failed: how far it came is not known, so
 * what was measured before goes on counting until it is looked at again, and an
 * audit follows where there is something to audit. Where it may have changed
 * secrets nothing counts: nobody would see that it did.
 */
export async function measureAfterFailure(
  tx: Tx,
  actor: Actor,
  { kind, tenant }: ClaimedOperation,
): Promise<void> {
  const { changes, changesSecrets } = operationKinds[kind];
  const outdated = outdatedBy(changes);
  if (outdated.has("audit") && (await isThere(tx, tenant))) await enqueueAudit(tx, actor, tenant);
  if (changesSecrets) await secretsChanged(tx, tenant.hostId);
  else if (outdated.has("check")) await raiseNeighbourhood(tx, tenant.hostId, { isChanged: false });
}

async function isThere(tx: Tx, { id, host }: ClaimedOperation["tenant"]): Promise<boolean> {
  const gateway = await tx.gateway.findUniqueOrThrow({ where: { tenantId: id } });
  return !["unknown", "absent", "incomplete"].includes(shownPhase(gateway, host, new Date()));
}
