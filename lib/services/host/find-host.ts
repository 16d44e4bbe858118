import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import type { Host } from "#lib/db/generated/client.ts";
import { describeReplaced } from "#lib/domain/host/describe-replaced.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";

/** A host by its own id, or as that of a tenant. */
export const hostChoice = z
  .strictObject({ hostId: z.uuid().optional(), slug: z.string().max(64).optional() })
  .refine(({ hostId, slug }) => hostId !== undefined || slug !== undefined, "Say which host.");

/**
 * The host that something is to be done on.
 *
 * @throws ServiceError NOT_FOUND, or AGENT_UNREACHABLE when another agent answers in its place
 */
export async function findHost(tx: Tx, { hostId, slug }: z.output<typeof hostChoice>): Promise<Host> {
  if (hostId === undefined && slug === undefined) throw notFound("host");
  const host = await tx.host.findFirst({
    where: {
      retiredAt: null,
      ...(hostId !== undefined && { id: hostId }),
      ...(slug !== undefined && { tenants: { some: { slug } } }),
    },
  });
  if (host === null) throw notFound(slug === undefined ? "host" : "tenant");
  if (host.replacedById !== null) {
    const { message, nextStep } = describeReplaced(host.name);
    throw new ServiceError("AGENT_UNREACHABLE", message, { nextStep });
  }
  return host;
}
