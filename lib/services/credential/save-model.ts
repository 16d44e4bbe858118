import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { modelSecretName } from "#lib/domain/credential/secret-name.ts";
import { modelSettingSchema, modelSettingsSchema } from "#lib/domain/model/model-setting.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { sharingAcceptanceSchema } from "./accept-sharing.ts";
import { beginConfiguration, lockForConfiguration } from "./change-configuration.ts";
import { enteredSecretSchema, traceSecrets } from "./entered-secret.ts";
import { modelPlaceOf, refuseMovedSecrets } from "./refuse-moved-secrets.ts";
import { secretTransaction, storeSecrets } from "./store-secrets.ts";

const inputSchema = z.object({
  slug: slugReference,
  setting: modelSettingSchema,
  label: z.string().trim().max(80).default(""),
  /** Left out: the key on the host stays as it is. */
  apiKey: enteredSecretSchema.optional(),
  acceptance: sharingAcceptanceSchema.optional(),
});
export type SaveModelInput = z.input<typeof inputSchema>;

/**
 * Adds a provider of models to a tenant, or changes one. Its key goes to the
 * host at once; the configuration follows as an operation.
 *
 * @throws ServiceError INVALID when the key on the host belongs to another address; CONFLICT when another tenant has the key
 */
export async function saveModel(actor: Actor, input: SaveModelInput): Promise<OperationDto> {
  authorize(actor, "credential.set");
  const { slug, setting, apiKey, acceptance, ...rest } = parseInput(inputSchema, input);
  const { provider } = setting;
  const label = rest.label || provider;
  const pointer = modelSecretName(provider);
  const entered = apiKey === undefined ? [] : await traceSecrets({ [pointer]: apiKey });
  return db.$transaction(async (tx) => {
    const tenant = await lockForConfiguration(tx, slug);
    const where = { tenantId: tenant.id, pointer };
    const kept = await tx.credential.findMany({ where });
    const place = modelPlaceOf(setting, tenant.gateway.models);
    if (setting.hasKey && apiKey === undefined) {
      if (kept.length === 0) throw keyMissing();
      refuseMovedSecrets(kept, place, () => "apiKey");
    }
    await storeSecrets(tx, actor, tenant, entered, {
      kind: "model",
      label,
      provider,
      identity: null,
      address: place.address,
      acceptance,
    });
    // A key that stays while its provider is asked without one keeps its address, and is kept from the new one.
    const isAsked = setting.hasKey || apiKey !== undefined;
    const address = isAsked
      ? place.address
      : (kept[0]?.address ?? place.before ?? "an address that isn't known");
    await tx.credential.updateMany({ where, data: { label, address } });
    const before = modelSettingsSchema.parse(tenant.gateway.models);
    const others = before
      .filter((other) => other.provider !== provider)
      .map((other) => (setting.isDefault ? { ...other, isDefault: false } : other));
    await tx.gateway.update({ where: { tenantId: tenant.id }, data: { models: [...others, setting] } });
    await recordActivity(tx, actor, {
      action: "credential.set",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug, label, provider, address: place.address, isNew: others.length === before.length },
    });
    return beginConfiguration(tx, actor, tenant);
  }, secretTransaction);
}

function keyMissing(): ServiceError {
  return new ServiceError("INVALID", "The provider's key is missing.", {
    nextStep: "Enter it, or say that the provider asks for none.",
    fields: { apiKey: "Enter the provider's key." },
  });
}
