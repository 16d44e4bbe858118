import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import { askAgent } from "#lib/services/host/host-agent.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import type { HardeningDto } from "./hardening-dto.ts";

const inputSchema = z.object({ slug: slugReference });
export type GetHardeningInput = z.input<typeof inputSchema>;

const timeoutMs = 10_000;

/**
 * What is asked of a tenant's boundary and what the host agent sees of it now.
 *
 * @throws ServiceError NOT_FOUND, AGENT_UNREACHABLE or AGENT_REFUSED
 */
export async function getHardening(actor: Actor, input: GetHardeningInput): Promise<HardeningDto> {
  authorize(actor, "tenant.read");
  const { slug } = parseInput(inputSchema, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { slug: true } });
  if (tenant === null) throw notFound("tenant");
  try {
    const report = await askAgent("hardening.observe", { slug: slugSchema.parse(slug) }, { timeoutMs });
    return { isOnHost: true, ...report };
  } catch (error) {
    // The tenant is known here and not on its host: it isn't set up there yet, or was removed.
    if (error instanceof ServiceError && error.code === "NOT_FOUND") return { isOnHost: false };
    throw error;
  }
}

/** True only when the firewall around a tenant's ports is seen in force now. Never fails: what can't be asked isn't seen. */
export async function isFirewallSeen(actor: Actor, slug: string): Promise<boolean> {
  const seen = await getHardening(actor, { slug }).catch(() => null);
  if (seen === null || !seen.isOnHost) return false;
  return seen.settings.some(({ setting, observed }) => setting === "loopback-firewall" && observed === "on");
}
