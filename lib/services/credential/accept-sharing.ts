import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import type { CredentialKind } from "#lib/db/generated/enums.ts";
import { botNumber } from "#lib/domain/channel/bot-number.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { secretPathOf } from "#lib/domain/credential/secret-name.ts";
import { foreseeSharing } from "#lib/domain/risk/foreseen-faults.ts";
import type { Actor } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import { acceptanceTermsSchema, agreeTerms } from "#lib/services/risk/acceptance-terms.ts";
import { type AcceptedTenant, acceptForeseen } from "#lib/services/risk/write-acceptance.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import type { SecretOnItsWay } from "./entered-secret.ts";
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
  { secrets, kind }: { readonly secrets: readonly SecretOnItsWay[]; readonly kind: CredentialKind },
  acceptance: SharingAcceptance | undefined,
): Promise<void> {
  const holdings = await findHoldings(
    tx,
    owner.id,
    secrets.map(({ trace }) => trace.fingerprint),
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
  const entered = secrets.map(({ pointer, value, trace }) => ({
    slug: owner.slug,
    item: itemOfKind[kind],
    fingerprint: trace.fingerprint,
    account: accountOf(pointer, value),
  }));
  await acceptForeseen(tx, actor, owner, foreseeSharing(entered, holdings), agreed, now);
}

/** The channel and the number of the bot that a secret is of; null where it names none. */
function accountOf(pointer: string, value: string) {
  const [area, kind = ""] = secretPathOf(pointer) ?? [];
  const identity = area === "channels" ? botNumber(kind, value.trim()) : null;
  return identity === null ? null : { kind, identity };
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
