import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import type { ChannelStatesDto } from "./credential-dto.ts";

/** What a tenant's running Gateway says of its channels now. */
export async function getChannelStates(actor: Actor, input: GatewayInput): Promise<ChannelStatesDto> {
  authorize(actor, "credential.read");
  const { slug } = parseInput(gatewayInput, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { slug: true, hostId: true } });
  if (tenant === null) throw notFound("tenant");
  return askAgent(
    tenant.hostId,
    "channel.states",
    { slug: slugSchema.parse(tenant.slug) },
    { timeoutMs: 20_000 },
  );
}
