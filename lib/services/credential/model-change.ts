import { z } from "zod";
import { modelSecretName } from "#lib/domain/credential/secret-name.ts";
import { modelSettingSchema, modelSettingsSchema } from "#lib/domain/model/model-setting.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import type { HostChangeRecord } from "#lib/services/host-change/host-change-record.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { acceptSharing, sharingAcceptanceSchema } from "./accept-sharing.ts";
import { beginConfiguration, isOpenForConfiguration } from "./change-configuration.ts";
import { type EnteredTrace, enteredTraceSchema } from "./entered-secret.ts";
import { keepCredentials } from "./keep-credentials.ts";
import { modelPlaceOf } from "./refuse-moved-secrets.ts";
import { seeSecrets } from "./set-secrets.ts";

const intentSchema = z.object({
  setting: modelSettingSchema,
  label: z.string(),
  entered: z.array(enteredTraceSchema),
  acceptance: sharingAcceptanceSchema.optional(),
});
type Intent = z.output<typeof intentSchema>;

/** A provider of models of a tenant: its key on the host, its setting in the configuration that follows. */
export const modelChange: HostChangeRecord<Intent, readonly EnteredTrace[], OperationDto> = {
  kind: "save-model",
  of: "secrets",
  intent: intentSchema,
  look: (agent, slug, { entered }) => seeSecrets(agent, slug, entered),
  canWrite: isOpenForConfiguration,
  async write(tx, actor, tenant, intent, stored) {
    const { setting, label, acceptance } = intent;
    const { provider } = setting;
    const ofProvider = { tenantId: tenant.id, pointer: modelSecretName(provider) };
    const place = modelPlaceOf(setting, tenant.gateway.models);
    const kept = await tx.credential.findMany({ where: ofProvider });
    await acceptSharing(tx, actor, tenant, { secrets: stored, kind: "model" }, acceptance);
    await keepCredentials(tx, tenant, stored, describe(intent));
    // A key that stays while its provider is asked without one keeps its address, and is kept from the new one.
    const isAsked = setting.hasKey || stored.length > 0;
    const address = isAsked
      ? place.address
      : (kept[0]?.address ?? place.before ?? "an address that isn't known");
    await tx.credential.updateMany({ where: ofProvider, data: { label, address } });
    const before = modelSettingsSchema.parse(tenant.gateway.models);
    const others = before
      .filter((other) => other.provider !== provider)
      .map((other) => (setting.isDefault ? { ...other, isDefault: false } : other));
    await tx.gateway.update({ where: { tenantId: tenant.id }, data: { models: [...others, setting] } });
    await recordActivity(tx, actor, {
      action: "credential.set",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: {
        ...{ slug: tenant.slug, label, provider, address: place.address },
        isNew: others.length === before.length,
      },
    });
    return beginConfiguration(tx, actor, tenant);
  },
  keep: (tx, tenant, intent, stored) => keepCredentials(tx, tenant, stored, describe(intent)),
};

function describe({ setting, label }: Intent) {
  const { address } = modelPlaceOf(setting, []);
  return { kind: "model", label, provider: setting.provider, identity: null, address } as const;
}
