import { z } from "zod";
import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { SettingReport } from "#lib/host-agent/contract/hardening.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
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
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { hostId: true } });
  if (tenant === null) throw notFound("tenant");
  try {
    const report = await askAgent(
      tenant.hostId,
      "hardening.observe",
      { slug: slugSchema.parse(slug) },
      { timeoutMs },
    );
    return { isOnHost: true, ...report };
  } catch (error) {
    // The tenant is known here and not on its host: it isn't set up there yet, or was removed.
    if (error instanceof ServiceError && error.code === "NOT_FOUND") return { isOnHost: false };
    throw error;
  }
}

/** The settings as they are seen now. Never fails: what can't be asked isn't seen. */
export async function seenSettings(actor: Actor, slug: string): Promise<readonly SettingReport[]> {
  const seen = await getHardening(actor, { slug }).catch(() => null);
  return seen?.isOnHost ? seen.settings : [];
}
