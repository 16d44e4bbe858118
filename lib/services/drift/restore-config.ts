import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { requestConfiguration } from "#lib/services/operation/request-configuration.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";

/** Puts a tenant's configuration back as it was written: what was adopted before is kept, other edits go. */
export async function restoreConfig(actor: Actor, input: GatewayInput): Promise<OperationDto> {
  authorize(actor, "config.restore");
  const { slug } = parseInput(gatewayInput, input);
  return requestConfiguration(actor, slug, async (tx, tenant) => {
    await recordActivity(tx, actor, {
      action: "config.restore",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug },
    });
  });
}
