import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";

export const updateTenantInput = z.strictObject({
  slug: slugReference,
  /** The version that was edited. */
  version: z.int(),
  name: z
    .string()
    .trim()
    .min(1, "Give the tenant a name.")
    .max(120, "Use at most 120 characters.")
    .exactOptional(),
  notes: z.string().max(5_000, "Use at most 5,000 characters.").exactOptional(),
});
export type UpdateTenantInput = z.input<typeof updateTenantInput>;

/**
 * Changes a tenant's name or notes.
 *
 * @throws ServiceError CONFLICT when somebody else has changed it since
 */
export async function updateTenant(actor: Actor, input: UpdateTenantInput): Promise<{ version: number }> {
  authorize(actor, "tenant.update");
  const { slug, version, ...changes } = parseInput(updateTenantInput, input);
  return db.$transaction(async (tx) => {
    const [updated] = await tx.tenant.updateManyAndReturn({
      where: { slug, version },
      data: { ...changes, version: { increment: 1 } },
    });
    if (updated === undefined) {
      const current = await tx.tenant.findUnique({ where: { slug }, select: { name: true } });
      if (current === null) throw notFound("tenant");
      throw new ServiceError("CONFLICT", "Somebody else has changed this tenant since you opened it.", {
        nextStep: "Reload the page, look at what changed, and enter your change again.",
      });
    }
    await recordActivity(tx, actor, {
      action: "tenant.update",
      tenantId: updated.id,
      clientId: updated.clientId,
      details: { slug, changed: Object.keys(changes) },
    });
    return { version: updated.version };
  });
}
