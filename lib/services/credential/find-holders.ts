import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import { type Item, itemSchema } from "#lib/domain/checklist/item.ts";

export type Holder = { readonly slug: string; readonly name: string };

/**
 * Other tenants that have a secret of these fingerprints: entered here, on its
 * way to their host now, or seen on a host when evidence was last taken,
 * whoever put it there.
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
      OR EXISTS (SELECT 1 FROM "HostChange" h, jsonb_array_elements(h."intent"->'entered') s
        WHERE h."tenantId" = t."id" AND s->>'fingerprint' = ANY(${[...fingerprints]}))
      OR EXISTS (SELECT 1 FROM "ItemEvidence" e
        WHERE e."tenantId" = t."id" AND e."evidence"->'identities' @> ANY(${wanted}::jsonb[])))
    ORDER BY t."slug" LIMIT 20`;
}

const holdingsSchema = z.array(
  z.object({ slug: z.string(), name: z.string(), item: itemSchema, fingerprint: z.string() }),
);

/** A place in which another tenant has a secret. */
export type Holding = Holder & { readonly item: Item; readonly fingerprint: string };

/** Where exactly other tenants have secrets of these fingerprints, by what {@link findHolders} looks at. */
export async function findHoldings(
  tx: Tx,
  tenantId: string,
  fingerprints: readonly string[],
): Promise<Holding[]> {
  if (fingerprints.length === 0) return [];
  const wanted = fingerprints.map((value) => JSON.stringify([{ kind: "fingerprint", value }]));
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT t."slug", t."name", x."item", x."fingerprint" FROM "Tenant" t
    JOIN (
      SELECT c."tenantId", c."fingerprint", CASE c."kind" WHEN 'channel' THEN 'channel-credentials'
        WHEN 'model' THEN 'model-credentials' ELSE 'gateway-token' END AS "item"
      FROM "Credential" c WHERE c."fingerprint" = ANY(${[...fingerprints]})
      UNION
      SELECT h."tenantId", s->>'fingerprint',
        CASE WHEN s->>'pointer' LIKE '/channels/%' THEN 'channel-credentials' ELSE 'model-credentials' END
      FROM "HostChange" h, jsonb_array_elements(h."intent"->'entered') s
      WHERE s->>'fingerprint' = ANY(${[...fingerprints]})
      UNION
      SELECT e."tenantId", i->>'value', e."item"
      FROM "ItemEvidence" e, jsonb_array_elements(e."evidence"->'identities') i
      WHERE e."evidence"->'identities' @> ANY(${wanted}::jsonb[])
        AND i->>'kind' = 'fingerprint' AND i->>'value' = ANY(${[...fingerprints]})
    ) x ON x."tenantId" = t."id"
    WHERE t."id" <> ${tenantId}::uuid ORDER BY t."slug", x."item"`;
  return holdingsSchema.parse(rows);
}

/** Two operators who enter one secret for two tenants at once are served one after the other. */
export async function lockFingerprints(tx: Tx, fingerprints: readonly string[]): Promise<void> {
  for (const fingerprint of [...fingerprints].sort()) {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${fingerprint}, 0))::text`;
  }
}

/**
 * Takes secrets that were just searched for in a tenant's whole tree, and not
 * found, out of what was seen of it before: it holds them no longer. The
 * verdicts of that evidence stay as they were given.
 */
export async function forgetSeen(tx: Tx, tenantId: string, fingerprints: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "ItemEvidence" e SET "evidence" = jsonb_set(e."evidence", '{identities}', (
      SELECT coalesce(jsonb_agg(i), '[]'::jsonb) FROM jsonb_array_elements(e."evidence"->'identities') i
      WHERE NOT (i->>'kind' = 'fingerprint' AND i->>'value' = ANY(${[...fingerprints]}))))
    WHERE e."tenantId" = ${tenantId}::uuid AND jsonb_typeof(e."evidence"->'identities') = 'array'`;
}
