import { db } from "#lib/db/db.ts";
import { notFound } from "#lib/services/service-error.ts";

/**
 * The host that a tenant is on, for a question to its agent before anything is locked.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function hostOfTenant(slug: string): Promise<string> {
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { hostId: true } });
  if (tenant === null) throw notFound("tenant");
  return tenant.hostId;
}
