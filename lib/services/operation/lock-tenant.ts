import type { Tx } from "#lib/db/db.ts";
import { notFound } from "#lib/services/service-error.ts";

export type LockedTenant = Awaited<ReturnType<typeof lockTenant>>;

/**
 * Loads a tenant for a change of its Gateway and holds it until the transaction
 * ends: two operators who ask at once are served one after the other.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function lockTenant(tx: Tx, slug: string) {
  await tx.$queryRaw`
    SELECT g."tenantId" FROM "Gateway" g JOIN "Tenant" t ON t."id" = g."tenantId"
    WHERE t."slug" = ${slug} FOR UPDATE OF g`;
  const tenant = await tx.tenant.findUnique({
    where: { slug },
    include: {
      host: true,
      gateway: true,
      portBlock: true,
      hostChange: true,
      operations: { orderBy: { seq: "desc" }, take: 1 },
    },
  });
  if (tenant?.gateway == null) throw notFound("tenant");
  return { ...tenant, gateway: tenant.gateway };
}
