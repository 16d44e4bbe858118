import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import { notFound } from "#lib/services/service-error.ts";

export const hostChoice = {
  hostId: z.uuid().optional(),
  /** A tenant of the host. With neither: the installation's first host. */
  slug: z.string().max(64).optional(),
};

/** @throws ServiceError NOT_FOUND */
export async function findHost(
  tx: Tx,
  { hostId, slug }: { hostId?: string | undefined; slug?: string | undefined },
): Promise<{ id: string; name: string; neighbourhood: number }> {
  const host = await tx.host.findFirst({
    where: {
      ...(hostId !== undefined && { id: hostId }),
      ...(slug !== undefined && { tenants: { some: { slug } } }),
    },
    orderBy: { createdAt: "asc" },
    select: { id: true, name: true, neighbourhood: true },
  });
  if (host === null) throw notFound(slug === undefined ? "host" : "tenant");
  return host;
}
