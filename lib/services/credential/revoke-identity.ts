import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { channelKindSchema, channelLabels } from "#lib/domain/channel/channel-kind.ts";
import { accountIdSchema, channelKey, channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { channelSecretName, modelSecretName } from "#lib/domain/credential/secret-name.ts";
import { modelSettingsSchema, providerIdSchema } from "#lib/domain/model/model-setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import type { LockedTenant } from "#lib/services/gateway/lock-tenant.ts";
import { askAgent } from "#lib/services/host/host-agent.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { beginConfiguration, lockForConfiguration } from "./change-configuration.ts";
import type { RevokedDto } from "./credential-dto.ts";
import { secretTransaction } from "./store-secrets.ts";

const inputSchema = z.object({
  slug: slugReference,
  identity: z.discriminatedUnion("area", [
    z.object({ area: z.literal("channel"), kind: channelKindSchema, accountId: accountIdSchema }),
    z.object({ area: z.literal("model"), provider: providerIdSchema }),
  ]),
});
export type RevokeIdentityInput = z.input<typeof inputSchema>;
type Identity = z.output<typeof inputSchema>["identity"];

/**
 * Takes a channel identity or a provider of models from a tenant: its secrets
 * leave the host at once and are searched for there, its configuration follows
 * as an operation.
 */
export async function revokeIdentity(actor: Actor, input: RevokeIdentityInput): Promise<RevokedDto> {
  authorize(actor, "credential.revoke");
  const { slug, identity } = parseInput(inputSchema, input);
  return db.$transaction(async (tx) => {
    const tenant = await lockForConfiguration(tx, slug);
    const { places, label, data } = without(tenant, identity);
    // A provider that is asked without a key now may still have one from before on the host.
    const kept = await tx.credential.findMany({
      where: { tenantId: tenant.id, OR: places.kept },
      select: { pointer: true },
    });
    const names = [...new Set([...places.named, ...kept.map(({ pointer }) => pointer)])];
    const revocation =
      names.length === 0
        ? null
        : await askAgent("secrets.revoke", { slug: slugSchema.parse(slug), names }, { timeoutMs: 55_000 });
    await tx.credential.deleteMany({ where: { tenantId: tenant.id, pointer: { in: names } } });
    await tx.gateway.update({ where: { tenantId: tenant.id }, data });
    await recordActivity(tx, actor, {
      action: "credential.revoke",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: {
        slug,
        label,
        isGone: revocation?.isGone ?? true,
        searchedFiles: revocation?.searchedFiles ?? 0,
        foundIn: revocation?.foundIn ?? [],
      },
    });
    return { revocation, operation: await beginConfiguration(tx, actor, tenant) };
  }, secretTransaction);
}

/** The tenant's row without the identity, and the places of its secrets. */
function without({ gateway }: LockedTenant, identity: Identity) {
  if (identity.area === "model") {
    const models = modelSettingsSchema.parse(gateway.models);
    const found = models.find(({ provider }) => provider === identity.provider);
    if (found === undefined) throw notFound("provider");
    return {
      places: {
        named: found.hasKey ? [modelSecretName(found.provider)] : [],
        kept: [{ pointer: modelSecretName(found.provider) }],
      },
      label: found.provider,
      data: { models: models.filter((other) => other !== found) },
    };
  }
  const channels = channelSettingsSchema.parse(gateway.channels);
  const found = channels.find((setting) => channelKey(setting) === channelKey(identity));
  if (found === undefined) throw notFound("channel");
  return {
    places: {
      named: found.secrets.map((key) => channelSecretName(found.kind, found.accountId, key)),
      kept: [{ pointer: { startsWith: channelSecretName(found.kind, found.accountId, "") } }],
    },
    label: `${channelLabels[found.kind]} ${found.accountId}`,
    data: { channels: channels.filter((other) => other !== found) },
  };
}
