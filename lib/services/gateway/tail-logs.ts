import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { askAgent, asServiceError, localAgent } from "#lib/services/host/host-agent.ts";
import { HeldSlots } from "#lib/services/limits/held-slots.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import type { LogTailDto } from "./gateway-dto.ts";
import { slugReference } from "./gateway-input.ts";

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
  const tail = await askAgent("logs.tail", { slug: await knownSlug(slug), source, lines });
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
  const request = { slug: await knownSlug(slug), source };
  try {
    const agent = await localAgent();
    // A quiet Gateway writes nothing for hours: silence says nothing about the agent here.
    const options = { signal, timeoutMs: 24 * 3_600_000 };
    await agent.stream("logs.follow", request, ({ lines }) => onLines(lines), options);
  } catch (error) {
    throw asServiceError(error);
  }
}

async function knownSlug(slug: string): Promise<Slug> {
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { slug: true } });
  if (tenant === null) throw notFound("tenant");
  return slugSchema.parse(tenant.slug);
}
