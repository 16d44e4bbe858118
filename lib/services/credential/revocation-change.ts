import { z } from "zod";
import { channelKindSchema } from "#lib/domain/channel/channel-kind.ts";
import { accountIdSchema, channelKey, channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { channelSecretName, modelSecretName } from "#lib/domain/credential/secret-name.ts";
import { modelSettingsSchema, providerIdSchema } from "#lib/domain/model/model-setting.ts";
import type { Revocation } from "#lib/host-agent/contract/secrets.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import type { HostChangeRecord } from "#lib/services/host-change/host-change-record.ts";
import type { LockedTenant } from "#lib/services/operation/lock-tenant.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { notFound } from "#lib/services/service-error.ts";
import { beginConfiguration, isOpenForConfiguration } from "./change-configuration.ts";
import { forgetSeen } from "./find-holders.ts";

export const identitySchema = z.discriminatedUnion("area", [
  z.object({ area: z.literal("channel"), kind: channelKindSchema, accountId: accountIdSchema }),
  z.object({ area: z.literal("model"), provider: providerIdSchema }),
]);
type Identity = z.output<typeof identitySchema>;

const intentSchema = z.object({
  identity: identitySchema,
  label: z.string(),
  /** Of its secrets on the host. */
  names: z.array(z.string()),
});
type Intent = z.output<typeof intentSchema>;
type Facts = Pick<Revocation, "isGone" | "searchedFiles" | "foundIn">;
type Settings = Pick<LockedTenant["gateway"], "channels" | "models">;

/** A channel identity or a provider that is taken from a tenant: its secrets from the host, its setting from the configuration that follows. */
export const revocationChange: HostChangeRecord<Intent, Facts, OperationDto> = {
  kind: "revoke-identity",
  of: "secrets",
  intent: intentSchema,
  async look(agent, slug, { names }) {
    const { secrets } = await agent.call("secrets.list", { slug });
    const left = names.filter((name) => secrets.some((secret) => secret.name === name));
    if (left.length > 0) return null;
    return { facts: { isGone: true, searchedFiles: null, foundIn: [] }, isWhole: true };
  },
  canWrite: isOpenForConfiguration,
  async write(tx, actor, tenant, { identity, label, names }, { isGone, searchedFiles, foundIn }) {
    const at = { tenantId: tenant.id, pointer: { in: names } };
    // Without a search it may stand elsewhere in the tree.
    if (isGone && searchedFiles !== null && foundIn.length === 0) {
      const revoked = await tx.credential.findMany({ where: at, select: { fingerprint: true } });
      await forgetSeen(
        tx,
        tenant.id,
        revoked.map(({ fingerprint }) => fingerprint),
      );
    }
    await tx.credential.deleteMany({ where: at });
    await tx.gateway.update({ where: { tenantId: tenant.id }, data: without(tenant.gateway, identity) });
    await recordActivity(tx, actor, {
      action: "credential.revoke",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug: tenant.slug, label, isGone, searchedFiles: searchedFiles ?? 0, foundIn },
    });
    return beginConfiguration(tx, actor, tenant);
  },
  async keep(tx, tenant, { names }) {
    await tx.credential.deleteMany({ where: { tenantId: tenant.id, pointer: { in: names } } });
  },
};

/**
 * Where the secrets of an identity lie: those that its setting names, and how rows of others are found.
 *
 * @throws ServiceError NOT_FOUND when the tenant has no such identity
 */
export function placesOf(settings: Settings, identity: Identity) {
  if (identity.area === "model") {
    const { provider, hasKey } = modelOf(settings, identity.provider);
    const pointer = modelSecretName(provider);
    return { named: hasKey ? [pointer] : [], kept: [{ pointer }] };
  }
  const { kind, accountId, secrets } = channelOf(settings, identity);
  return {
    named: secrets.map((key) => channelSecretName(kind, accountId, key)),
    kept: [{ pointer: { startsWith: channelSecretName(kind, accountId, "") } }],
  };
}

/** The tenant's settings without the identity. */
function without(settings: Settings, identity: Identity) {
  if (identity.area === "model") {
    const { provider } = modelOf(settings, identity.provider);
    const models = modelSettingsSchema.parse(settings.models);
    return { models: models.filter((other) => other.provider !== provider) };
  }
  const key = channelKey(channelOf(settings, identity));
  const channels = channelSettingsSchema.parse(settings.channels);
  return { channels: channels.filter((other) => channelKey(other) !== key) };
}

function modelOf({ models }: Settings, provider: string) {
  const found = modelSettingsSchema.parse(models).find((other) => other.provider === provider);
  if (found === undefined) throw notFound("provider");
  return found;
}

function channelOf({ channels }: Settings, identity: Extract<Identity, { area: "channel" }>) {
  const found = channelSettingsSchema
    .parse(channels)
    .find((other) => channelKey(other) === channelKey(identity));
  if (found === undefined) throw notFound("channel");
  return found;
}
