import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";

export const revokeAcceptanceInput = z.strictObject({ slug: slugReference, acceptanceId: z.uuid() });
export type RevokeAcceptanceInput = z.input<typeof revokeAcceptanceInput>;

/**
 * Ends an acceptance: what it covered counts as failed again at once.
 *
 * @throws ServiceError CONFLICT when somebody has revoked or replaced it meanwhile
 */
export async function revokeAcceptance(actor: Actor, input: RevokeAcceptanceInput): Promise<{ id: string }> {
  authorize(actor, "risk.revoke");
  const { slug, acceptanceId } = parseInput(revokeAcceptanceInput, input);
  return db.$transaction(async (tx) => {
    const [revoked] = await tx.riskAcceptance.updateManyAndReturn({
      where: { id: acceptanceId, tenant: { slug }, revokedAt: null },
      data: { revokedAt: new Date() },
      include: { tenant: { select: { clientId: true } } },
    });
    if (revoked === undefined) {
      const isThere = await tx.riskAcceptance.count({ where: { id: acceptanceId, tenant: { slug } } });
      if (isThere === 0) throw notFound("acceptance");
      throw new ServiceError("CONFLICT", "This acceptance has been revoked or replaced already.", {
        nextStep: "Reload the page to see who answers for it now.",
      });
    }
    await recordActivity(tx, actor, {
      action: "risk.revoke",
      tenantId: revoked.tenantId,
      clientId: revoked.tenant.clientId,
      details: { slug, subject: revoked.subject, reason: revoked.reason },
    });
    return { id: revoked.id };
  });
}
