import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/gateway/gateway-input.ts";
import { lockTenant } from "#lib/services/gateway/lock-tenant.ts";
import { alreadyBusy } from "#lib/services/gateway/request-operation.ts";
import { askAgent } from "#lib/services/host/host-agent.ts";
import { isUnfinished } from "#lib/services/operation/operation-row.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import type { RotatedTokenDto } from "./credential-dto.ts";
import { recordGatewayToken } from "./record-gateway-token.ts";
import { secretTransaction } from "./store-secrets.ts";

/**
 * Gives a tenant's Gateway another token, made on the host. A running Gateway
 * goes on; whoever had the old token is out.
 */
export async function rotateGatewayToken(actor: Actor, input: GatewayInput): Promise<RotatedTokenDto> {
  authorize(actor, "credential.rotate");
  const { slug } = parseInput(gatewayInput, input);
  return db.$transaction(async (tx) => {
    const tenant = await lockTenant(tx, slug);
    const unfinished = tenant.operations.find(isUnfinished);
    if (unfinished !== undefined) throw alreadyBusy(unfinished);
    const { fingerprint, running, removedDevices } = await askAgent(
      "gateway-token.rotate",
      { slug: slugSchema.parse(tenant.slug) },
      { timeoutMs: 50_000 },
    );
    await recordGatewayToken(tx, tenant.id, fingerprint);
    await recordActivity(tx, actor, {
      action: "credential.rotate",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug: tenant.slug, label: "Gateway token", removedDevices },
    });
    return { running, removedDevices };
  }, secretTransaction);
}
