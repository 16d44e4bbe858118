import type { Tx } from "#lib/db/db.ts";

/** Forgets what a tenant had on its host: its ports, its evidence, and what was known of the secrets that lay there. */
export async function leaveHost(tx: Tx, tenantId: string): Promise<void> {
  await tx.portBlock.deleteMany({ where: { tenantId } });
  await tx.itemEvidence.deleteMany({ where: { tenantId } });
  await tx.mistakeCheck.deleteMany({ where: { tenantId } });
  await tx.$executeRaw`DELETE FROM "Breach" b USING "Tenant" t
    WHERE t."id" = ${tenantId}::uuid AND b."hostId" = t."hostId" AND t."slug" IN (b."source", b."target")`;
  // The secrets file is gone with the tree.
  await tx.credential.deleteMany({ where: { tenantId } });
}
