import type { Tx } from "#lib/db/db.ts";

export type Holder = { readonly slug: string; readonly name: string };

/**
 * Other tenants that have a secret of these fingerprints: entered here, or
 * seen on a host when evidence was last taken, whoever put it there.
 */
export async function findHolders(
  tx: Tx,
  tenantId: string,
  fingerprints: readonly string[],
): Promise<Holder[]> {
  if (fingerprints.length === 0) return [];
  const wanted = fingerprints.map((value) => JSON.stringify([{ kind: "fingerprint", value }]));
  return tx.$queryRaw<Holder[]>`
    SELECT t."slug", t."name" FROM "Tenant" t
    WHERE t."id" <> ${tenantId}::uuid AND (
      EXISTS (SELECT 1 FROM "Credential" c
        WHERE c."tenantId" = t."id" AND c."fingerprint" = ANY(${[...fingerprints]}))
      OR EXISTS (SELECT 1 FROM "ItemEvidence" e
        WHERE e."tenantId" = t."id" AND e."evidence"->'identities' @> ANY(${wanted}::jsonb[])))
    ORDER BY t."slug" LIMIT 20`;
}

/** Two operators who enter one secret for two tenants at once are served one after the other. */
export async function lockFingerprints(tx: Tx, fingerprints: readonly string[]): Promise<void> {
  for (const fingerprint of [...fingerprints].sort()) {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${fingerprint}, 0))::text`;
  }
}
