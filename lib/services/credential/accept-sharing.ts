import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import type { CredentialKind } from "#lib/db/generated/enums.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { foreseeSharing } from "#lib/domain/risk/foreseen-faults.ts";
import { acceptanceTermsSchema, agreeTerms } from "#lib/services/acceptance/acceptance-terms.ts";
import { type AcceptedTenant, acceptForeseen } from "#lib/services/acceptance/write-acceptance.ts";
import type { Actor } from "#lib/services/actor.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import type { EnteredTrace } from "./entered-secret.ts";
import { findHoldings, type Holding } from "./find-holders.ts";

/** Why it is acceptable that other tenants have the same secret, who answers for it and until when. */
export const sharingAcceptanceSchema = acceptanceTermsSchema.extend({
  /** Slugs of the tenants that were named on screen. */
  tenants: z.array(slugReference).max(1_000).readonly(),
});
export type SharingAcceptance = z.output<typeof sharingAcceptanceSchema>;

/** The item of the checklist under which a check finds a credential. */
export const itemOfKind: Record<CredentialKind, Item> = {
  channel: "channel-credentials",
  model: "model-credentials",
  gateway_token: "gateway-token",
};

/**
 * Sees to it that a secret which another tenant has is entered only when
 * somebody answers for that. What the next check will find of it on this tenant
 * is accepted with it; on the others it stays failed until somebody accepts it there.
 *
 * @throws ServiceError CONFLICT while nobody accepts it, or when other tenants have it than were on screen
 */
export async function acceptSharing(
  tx: Tx,
  actor: Actor,
  owner: AcceptedTenant,
  { secrets, kind }: { readonly secrets: readonly EnteredTrace[]; readonly kind: CredentialKind },
  acceptance: SharingAcceptance | undefined,
): Promise<void> {
  const holdings = await findHoldings(
    tx,
    owner.id,
    secrets.map(({ fingerprint }) => fingerprint),
  );
  const holders = new Map(holdings.map((holding) => [holding.slug, holding]));
  if (holders.size === 0) return;
  const isSeen =
    acceptance !== undefined &&
    acceptance.tenants.length === holders.size &&
    acceptance.tenants.every((slug) => holders.has(slug));
  if (!isSeen) throw alreadyUsed([...holders.values()]);
  const now = new Date();
  const agreed = await agreeTerms(tx, actor, acceptance, now, "acceptance.");
  const entered = secrets.map(({ fingerprint, account }) => ({
    ...{ slug: owner.slug, item: itemOfKind[kind] },
    ...{ fingerprint, account },
  }));
  await acceptForeseen(tx, actor, owner, foreseeSharing(entered, holdings), agreed, now);
}

const mostNamed = 5;

function alreadyUsed(holders: readonly Pick<Holding, "slug" | "name">[]): ServiceError {
  const names = holders.slice(0, mostNamed).map(({ name, slug }) => `${name} (${slug})`);
  const others = holders.length > mostNamed ? ` and ${holders.length - mostNamed} more` : "";
  const verb = holders.length === 1 ? "already uses" : "already use";
  return new ServiceError(
    "CONFLICT",
    `${names.join(", ")}${others} ${verb} this secret. Whoever gets at it in one tenant has it in all of them.`,
    {
      nextStep: "Enter a secret of this tenant's own, or accept the risk with a reason.",
      fields: {
        "acceptance.reason": "Say why sharing it is acceptable, or enter another secret.",
        // Sent back with the acceptance, which covers these tenants and no others.
        "acceptance.tenants": holders.map(({ slug }) => slug).join(" "),
      },
    },
  );
}
