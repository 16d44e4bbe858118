import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Actor, authorize, may } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import type { OwnWordDto } from "./own-word-dto.ts";

const timeoutMs = 25_000;

/**
 * What a tenant's running Gateway says of itself now. Who may not read its
 * configuration learns what came of comparing, and no path, process or port.
 */
export async function getOwnWord(actor: Actor, input: GatewayInput): Promise<OwnWordDto> {
  authorize(actor, "tenant.read");
  const { slug } = parseInput(gatewayInput, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { hostId: true } });
  if (tenant === null) throw notFound("tenant");
  const word = await wordOf(tenant.hostId, slug);
  const isOperator = actor.kind === "user" && may(actor.role, "config.read");
  return isOperator ? word : withoutDetails(word);
}

/** What can't be asked is shown as not asked, with the reason. */
async function wordOf(hostId: string, slug: string): Promise<OwnWordDto> {
  try {
    return await askAgent(hostId, "gateway.own-word", { slug: slugSchema.parse(slug) }, { timeoutMs });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const reason = [error.message, error.nextStep].filter(Boolean).join(" ");
    return { status: "not-asked", reason, at: new Date().toISOString() };
  }
}

function withoutDetails(word: OwnWordDto): OwnWordDto {
  if (word.status === "not-asked") {
    return { ...word, reason: "The Gateway is stopped or could not be asked; an operator sees why." };
  }
  const parts = word.parts.map((part) => ({ ...part, said: null, seen: null }));
  return { ...word, parts, agents: null, channels: null };
}
