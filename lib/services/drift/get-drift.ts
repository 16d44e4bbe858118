import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import type { DriftDto } from "./drift-dto.ts";

/** How a tenant's configuration on disk differs from what was written, and what was adopted; secrets are masked on the host. */
export async function getDrift(actor: Actor, input: GatewayInput): Promise<DriftDto> {
  authorize(actor, "config.drift");
  const { slug } = parseInput(gatewayInput, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { hostId: true } });
  if (tenant === null) throw notFound("tenant");
  const request = { slug: slugSchema.parse(slug) };
  const [drift, { settings }] = await Promise.all([
    askAgent(tenant.hostId, "config.drift", request),
    askAgent(tenant.hostId, "config.adopted", request),
  ]);
  return { drift, adopted: settings };
}
