import type { Tx } from "#lib/db/db.ts";
import { gatewayTokenName } from "#lib/domain/credential/secret-name.ts";

/** Keeps the fingerprint of a token that the host has made for a tenant's Gateway. */
export async function recordGatewayToken(
  tx: Pick<Tx, "credential">,
  tenantId: string,
  fingerprint: string,
): Promise<void> {
  const facts = { label: "Gateway token", provider: "OpenClaw", fingerprint };
  await tx.credential.upsert({
    where: { tenantId_pointer: { tenantId, pointer: gatewayTokenName } },
    create: { ...facts, tenantId, kind: "gateway_token", pointer: gatewayTokenName },
    update: { ...facts, rotatedAt: new Date() },
  });
}
