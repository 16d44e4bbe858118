import { z } from "zod";
import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import type { Gateway, Tenant } from "#lib/db/generated/client.ts";
import { modelSecretName } from "#lib/domain/credential/secret-name.ts";
import { type ModelSetting, modelSettingSchema } from "#lib/domain/model/model-setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { HeldSlots } from "#lib/services/limits/held-slots.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import type { KeyCheckDto } from "./credential-dto.ts";
import { enteredSecretSchema, traceSecrets } from "./entered-secret.ts";
import { findHolders } from "./find-holders.ts";
import { modelPlaceOf, refuseMovedSecrets } from "./refuse-moved-secrets.ts";

const inputSchema = z.object({
  slug: slugReference,
  setting: modelSettingSchema.pick({ provider: true, api: true, baseUrl: true, models: true }),
  /** Left out: the key on the host is checked. */
  apiKey: enteredSecretSchema.optional(),
});
export type CheckModelKeyInput = z.input<typeof inputSchema>;

/** Each holds a program inside a boundary, for as long as the provider takes. */
const checks = new HeldSlots({ name: "checks of keys", most: 3, nextStep: "Wait until one has its answer." });

/**
 * Says whether a provider takes a key, which of the models it has, and who else
 * has the key; keeps nothing. The key on the host is sent to the address that it
 * was entered for and to no other, and that it was sent is recorded.
 *
 * @throws ServiceError INVALID when the key on the host belongs to another address, or nobody entered one
 */
export async function checkModelKey(actor: Actor, input: CheckModelKeyInput): Promise<KeyCheckDto> {
  authorize(actor, "credential.set");
  const { slug, setting, apiKey } = parseInput(inputSchema, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, include: { gateway: true } });
  if (tenant === null) throw notFound("tenant");
  const { models, ...address } = setting;
  if (apiKey === undefined) await releaseStoredKey(actor, tenant, setting);
  const order = { slug: slugSchema.parse(slug), ...address, ...(apiKey !== undefined && { apiKey }) };
  const [answer, traced] = await Promise.all([
    checks.with(actor, () => askAgent(tenant.hostId, "model.check", order, { timeoutMs: 30_000 })),
    traceSecrets(tenant.hostId, apiKey === undefined ? {} : { apiKey }),
  ]);
  const fingerprints = traced.map(({ trace }) => trace.fingerprint);
  const listed = answer.state === "accepted" ? answer.models : null;
  return {
    answer,
    missing: listed === null ? [] : models.filter((model) => !listed.includes(model)),
    sharedWith: await findHolders(db, tenant.id, fingerprints),
  };
}

/** Before the key leaves: what is not recorded is not sent. */
async function releaseStoredKey(
  actor: Actor,
  tenant: Tenant & { readonly gateway: Gateway | null },
  setting: Pick<ModelSetting, "provider" | "api" | "baseUrl">,
): Promise<void> {
  const pointer = modelSecretName(setting.provider);
  await db.$transaction(async (tx) => {
    const kept = await tx.credential.findMany({ where: { tenantId: tenant.id, pointer } });
    if (kept.length === 0) throw noKey();
    const place = modelPlaceOf(setting, tenant.gateway?.models);
    refuseMovedSecrets(kept, place, () => "apiKey");
    await recordActivity(tx, actor, {
      action: "credential.check",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug: tenant.slug, pointer, label: kept[0]?.label ?? "", address: place.address },
    });
  });
}

function noKey(): ServiceError {
  return new ServiceError("INVALID", "There is no key of this provider that was entered here.", {
    nextStep: "Enter the key to check it.",
    fields: { apiKey: "Enter the provider's key." },
  });
}
