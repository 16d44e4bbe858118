import { z } from "zod";
import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { askAgent, asServiceError } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { HeldSlots } from "#lib/services/limits/held-slots.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import type { LogTailDto } from "./log-tail-dto.ts";

const logSource = z.enum(["gateway", "output"]).default("gateway");
export const tailLogsInput = z.object({
  slug: slugReference,
  source: logSource,
  lines: z.coerce.number().int().min(1).max(1000).default(200),
});
export type TailLogsInput = z.input<typeof tailLogsInput>;

export const followLogsInput = z.object({ slug: slugReference, source: logSource });
export type FollowLogsInput = z.input<typeof followLogsInput>;

const logStreams = new HeldSlots({
  name: "log streams",
  most: 5,
  nextStep: "Stop following one of the logs, or close its tab, and try again.",
});

/** The last lines of a Gateway's log; the agent masks secrets in them. */
export async function tailLogs(actor: Actor, input: TailLogsInput): Promise<LogTailDto> {
  authorize(actor, "gateway.logs");
  const { slug, source, lines } = parseInput(tailLogsInput, input);
  const tenant = await knownTenant(slug);
  const tail = await askAgent(tenant.hostId, "logs.tail", { slug: tenant.slug, source, lines });
  return { source, ...tail };
}

/**
 * Lets a person follow one more log. What it answers with is called when that ends, however it does.
 *
 * @throws ServiceError RATE_LIMITED when they follow as many as they may
 */
export function holdLogStream(actor: Actor): () => void {
  authorize(actor, "gateway.logs");
  return logStreams.take(actor);
}

/**
 * Sends new lines of a Gateway's log until `signal` aborts.
 *
 * @throws ServiceError AGENT_UNREACHABLE or AGENT_REFUSED when the stream breaks
 */
export async function followLogs(
  actor: Actor,
  input: FollowLogsInput,
  onLines: (lines: readonly string[]) => void,
  signal: AbortSignal,
): Promise<void> {
  authorize(actor, "gateway.logs");
  const { slug, source } = parseInput(followLogsInput, input);
  const tenant = await knownTenant(slug);
  const request = { slug: tenant.slug, source };
  try {
    const agent = await agentOf(tenant.hostId);
    // A quiet Gateway writes nothing for hours: silence says nothing about the agent here.
    const options = { signal, timeoutMs: 24 * 3_600_000 };
    await agent.stream("logs.follow", request, ({ lines }) => onLines(lines), options);
  } catch (error) {
    throw asServiceError(error);
  }
}

async function knownTenant(slug: string): Promise<{ readonly slug: Slug; readonly hostId: string }> {
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { slug: true, hostId: true } });
  if (tenant === null) throw notFound("tenant");
  return { slug: slugSchema.parse(tenant.slug), hostId: tenant.hostId };
}
