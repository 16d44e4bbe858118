import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import { foreseeOpenGroups } from "#lib/domain/risk/foreseen-faults.ts";
import { type NamedExposure, type PolicyRisk, policyRiskKeys } from "#lib/domain/risk/policy-risks.ts";
import { acceptanceTermsSchema, agreeTerms } from "#lib/services/acceptance/acceptance-terms.ts";
import {
  type AcceptedTenant,
  acceptForeseen,
  writeAcceptance,
} from "#lib/services/acceptance/write-acceptance.ts";
import type { Actor } from "#lib/services/actor.ts";
import { ServiceError } from "#lib/services/service-error.ts";

/** Why what a policy gives is acceptable, who answers for it and until when. */
export const policyAcceptanceSchema = acceptanceTermsSchema.extend({
  /** Keys of the risks that were on screen. */
  faults: z.array(z.string().max(200)).max(500).readonly(),
});
export type PolicyAcceptance = z.output<typeof policyAcceptanceSchema>;

/**
 * Keeps who answers for what a tenant's policy gives to those who should not
 * have it, and for what a check will find of that. Nothing where there are no risks.
 *
 * @param at where the acceptance stands in the input
 * @throws ServiceError INVALID when nobody gave a reason, CONFLICT when there is more than was on screen
 */
export async function acceptPolicyRisks(
  tx: Tx,
  actor: Actor,
  tenant: AcceptedTenant,
  { risks, channels }: { readonly risks: readonly PolicyRisk[]; readonly channels: readonly NamedExposure[] },
  acceptance: PolicyAcceptance | undefined,
  at: { readonly field: string; readonly wayOut: string },
): Promise<void> {
  refuseUnlessAccepted(risks, acceptance, at);
  if (acceptance === undefined || risks.length === 0) return;
  const now = new Date();
  const agreed = await agreeTerms(tx, actor, acceptance, now, `${at.field}.`);
  for (const { id, title, faults } of risks) {
    await writeAcceptance(tx, actor, tenant, { kind: "policy", subject: id, title, faults }, agreed, now);
  }
  const commands = risks.find(({ id }) => id === "open-channel-with-commands");
  const opened = channels.filter(({ kind, accountId }) =>
    commands?.faults.includes(`open ${kind} ${accountId}`),
  );
  await acceptForeseen(tx, actor, tenant, foreseeOpenGroups(tenant.slug, opened), agreed, now);
}

/** @throws ServiceError INVALID when nobody gave a reason, CONFLICT when there is more than was on screen */
function refuseUnlessAccepted(
  risks: readonly PolicyRisk[],
  acceptance: PolicyAcceptance | undefined,
  { field, wayOut }: { readonly field: string; readonly wayOut: string },
): void {
  const [first] = risks;
  if (first === undefined) return;
  if (acceptance === undefined) {
    throw new ServiceError("INVALID", `${first.title}. ${first.why}`, {
      nextStep: first.remedy,
      fields: { [`${field}.reason`]: `${wayOut}, or say why this risk is acceptable.` },
    });
  }
  const isSeen = risks.flatMap(policyRiskKeys).every((key) => acceptance.faults.includes(key));
  if (!isSeen) {
    throw new ServiceError(
      "CONFLICT",
      "It gives more than was on screen: a channel or the policy has changed.",
      {
        nextStep: "Reload the page, read what it gives now, then decide again.",
      },
    );
  }
}
