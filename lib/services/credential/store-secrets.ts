import type { Tx } from "#lib/db/db.ts";
import type { CredentialKind } from "#lib/db/generated/enums.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { Reload } from "#lib/host-agent/contract/secrets.ts";
import type { Actor } from "#lib/services/actor.ts";
import { askAgent } from "#lib/services/host/host-agent.ts";
import { acceptSharing, type SharingAcceptance } from "./accept-sharing.ts";
import type { SecretOnItsWay } from "./entered-secret.ts";
import { lockFingerprints } from "./find-holders.ts";

export type CredentialDescription = {
  readonly kind: CredentialKind;
  readonly label: string;
  readonly provider: string;
  /** Who the provider says it is; null where that isn't verified. */
  readonly identity: string | null;
  /** Where they may be sent; null where that isn't known, which leaves what the rows have. */
  readonly address: string | null;
  /** Needed only where another tenant has one of them. */
  readonly acceptance: SharingAcceptance | undefined;
};

type Owner = { readonly id: string; readonly slug: string; readonly clientId: string };

/** How long a transaction may wait for the host that it writes a secret to, in milliseconds. */
export const secretTransaction = { maxWait: 10_000, timeout: 60_000 } as const;

/**
 * Puts secrets on a tenant's host and keeps what may be known of them. The
 * host is written to inside the transaction: when the host refuses, nothing is
 * kept; when the commit fails, the host has a secret that nothing refers to and
 * that the next try writes over.
 *
 * @returns whether the running Gateway was told, for each
 * @throws ServiceError CONFLICT when another tenant has one of them and nobody accepted that
 */
export async function storeSecrets(
  tx: Tx,
  actor: Actor,
  owner: Owner,
  secrets: readonly SecretOnItsWay[],
  description: CredentialDescription,
): Promise<Reload[]> {
  await lockFingerprints(
    tx,
    secrets.map(({ trace }) => trace.fingerprint),
  );
  const { acceptance, address, ...described } = description;
  await acceptSharing(tx, actor, owner, { secrets, kind: described.kind }, acceptance);
  const reloads: Reload[] = [];
  for (const { pointer, value, trace } of secrets) {
    const { fingerprint, lastFour, reload } = await askAgent(
      "secrets.set",
      { slug: slugSchema.parse(owner.slug), name: pointer, value, ...(address !== null && { address }) },
      { timeoutMs: 30_000 },
    );
    if (fingerprint !== trace.fingerprint)
      throw new Error("The host stored another secret than it was given.");
    reloads.push(reload);
    const facts = {
      ...described,
      ...(address !== null && { address }),
      fingerprint,
      lastFour,
      identityAt: described.identity === null ? null : new Date(),
    };
    const where = { tenantId_pointer: { tenantId: owner.id, pointer } };
    await tx.credential.upsert({
      where,
      create: { ...facts, tenantId: owner.id, pointer },
      update: { ...facts, rotatedAt: new Date() },
    });
  }
  return reloads;
}
