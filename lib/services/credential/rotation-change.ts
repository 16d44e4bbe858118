import { z } from "zod";
import { recordActivity } from "#lib/services/activity/index.ts";
import type { HostChangeRecord } from "#lib/services/host-change/host-change-record.ts";
import { acceptSharing, sharingAcceptanceSchema } from "./accept-sharing.ts";
import type { CredentialDto } from "./credential-dto.ts";
import { toCredentialDto } from "./credential-row.ts";
import { type EnteredTrace, enteredTraceSchema } from "./entered-secret.ts";
import { keepCredentials } from "./keep-credentials.ts";
import { seeSecrets } from "./set-secrets.ts";

const intentSchema = z.object({
  pointer: z.string(),
  kind: z.enum(["channel", "model"]),
  label: z.string(),
  provider: z.string(),
  identity: z.string().nullable(),
  /** Where it may be sent; null where that isn't known. */
  address: z.string().nullable(),
  entered: z.array(enteredTraceSchema),
  acceptance: sharingAcceptanceSchema.optional(),
});
type Intent = z.output<typeof intentSchema>;

/** Another secret in the place of one. */
export const rotationChange: HostChangeRecord<Intent, readonly EnteredTrace[], CredentialDto> = {
  kind: "rotate-credential",
  of: "secrets",
  intent: intentSchema,
  look: (agent, slug, { entered }) => seeSecrets(agent, slug, entered),
  canWrite: () => true,
  async write(tx, actor, tenant, intent, stored) {
    const { pointer, kind, label, identity, address, acceptance } = intent;
    await acceptSharing(tx, actor, tenant, { secrets: stored, kind }, acceptance);
    await keepCredentials(tx, tenant, stored, intent);
    await recordActivity(tx, actor, {
      action: "credential.rotate",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug: tenant.slug, label, pointer, address: address ?? "", identity: identity ?? "" },
    });
    const row = await tx.credential.findUniqueOrThrow({
      where: { tenantId_pointer: { tenantId: tenant.id, pointer } },
    });
    const accepted = await tx.riskAcceptance.findMany({
      where: { tenantId: tenant.id, kind: "item", revokedAt: null },
    });
    return toCredentialDto(row, accepted, new Date());
  },
  keep: (tx, tenant, intent, stored) => keepCredentials(tx, tenant, stored, intent),
};
