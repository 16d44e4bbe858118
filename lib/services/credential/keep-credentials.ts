import type { Tx } from "#lib/db/db.ts";
import type { CredentialKind } from "#lib/db/generated/enums.ts";
import type { EnteredTrace } from "./entered-secret.ts";

export type CredentialDescription = {
  readonly kind: CredentialKind;
  readonly label: string;
  readonly provider: string;
  /** Who the provider says it is; null where that isn't verified. */
  readonly identity: string | null;
  /** Where they may be sent; null where that isn't known, which leaves what the rows have. */
  readonly address: string | null;
};

/** Keeps what may be known of secrets that lie on a tenant's host. */
export async function keepCredentials(
  tx: Tx,
  tenant: { readonly id: string },
  stored: readonly EnteredTrace[],
  { kind, label, provider, identity, address }: CredentialDescription,
): Promise<void> {
  const tenantId = tenant.id;
  for (const { pointer, fingerprint, lastFour } of stored) {
    const facts = {
      ...{ kind, label, provider, identity },
      ...(address !== null && { address }),
      ...{ fingerprint, lastFour },
      identityAt: identity === null ? null : new Date(),
    };
    await tx.credential.upsert({
      where: { tenantId_pointer: { tenantId, pointer } },
      create: { ...facts, tenantId, pointer },
      update: { ...facts, rotatedAt: new Date() },
    });
  }
}
