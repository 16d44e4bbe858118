import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import type { HostCheckDto } from "./check-dto.ts";
import { enqueueHostCheck } from "./enqueue-host-check.ts";
import { toHostCheckDto } from "./host-check-row.ts";

export const requestHostCheckInput = z.strictObject({
  hostId: z.uuid().optional(),
  /** A tenant of the host. With neither: the installation's first host. */
  slug: z.string().max(64).optional(),
});
export type RequestHostCheckInput = z.input<typeof requestHostCheckInput>;

/** Asks for a new pass of evidence over every tenant of a host; answers with the one that waits, if one does. */
export async function requestHostCheck(actor: Actor, input: RequestHostCheckInput): Promise<HostCheckDto> {
  authorize(actor, "host.check");
  const { hostId, slug } = parseInput(requestHostCheckInput, input);
  return db.$transaction(async (tx) => {
    const host = await tx.host.findFirst({
      where: {
        ...(hostId !== undefined && { id: hostId }),
        ...(slug !== undefined && { tenants: { some: { slug } } }),
      },
      orderBy: { createdAt: "asc" },
      select: { id: true, name: true },
    });
    if (host === null) throw notFound(slug === undefined ? "host" : "tenant");
    const check = await enqueueHostCheck(tx, host.id, actor.kind === "user" ? actor.userId : null);
    await recordActivity(tx, actor, {
      action: "host.check",
      details: { host: host.name, checkId: check.id },
    });
    return toHostCheckDto(check);
  });
}
