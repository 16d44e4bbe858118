import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { allocatePortBlock } from "#lib/services/host/allocate-port-block.ts";
import type { LockedTenant } from "#lib/services/operation/lock-tenant.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { requestOperation } from "#lib/services/operation/request-operation.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";

export const provisionInput = z.strictObject({
  slug: slugReference,
  startAfterwards: z.boolean().default(true),
});
export type ProvisionInput = z.input<typeof provisionInput>;

/** Provisions a tenant again: repairs one that was left unfinished, or brings back one that was removed. */
export async function provisionGateway(actor: Actor, input: ProvisionInput): Promise<OperationDto> {
  authorize(actor, "gateway.provision");
  const { slug, startAfterwards } = parseInput(provisionInput, input);
  return requestOperation(actor, {
    slug,
    kind: "provision",
    options: { startAfterwards },
    prepare: ensurePortBlock,
  });
}

/** A removed tenant gave its ports back; it is given others. */
async function ensurePortBlock(tx: Tx, tenant: LockedTenant): Promise<void> {
  if (tenant.archivedAt !== null) {
    throw new ServiceError("CONFLICT", `${tenant.name} is archived.`, { nextStep: "Onboard a new tenant." });
  }
  if (tenant.portBlock === null) await allocatePortBlock(tx, tenant.host, tenant.id);
}
