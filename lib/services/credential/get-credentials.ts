import { db } from "#lib/db/db.ts";
import { channelLabels } from "#lib/domain/channel/channel-kind.ts";
import { channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { channelSecretName, gatewayTokenName, modelSecretName } from "#lib/domain/credential/secret-name.ts";
import { modelSettingsSchema } from "#lib/domain/model/model-setting.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { answersOf, toolPolicyOf } from "#lib/services/columns/policy-columns.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import type { CredentialsDto } from "./credential-dto.ts";
import { toCredentialDto } from "./credential-row.ts";

/** A tenant's channels, model providers and Gateway token, without any secret. */
export async function getCredentials(actor: Actor, input: GatewayInput): Promise<CredentialsDto> {
  authorize(actor, "credential.read");
  const { slug } = parseInput(gatewayInput, input);
  const tenant = await db.tenant.findUnique({
    where: { slug },
    include: {
      gateway: true,
      credentials: { orderBy: { pointer: "asc" } },
      accepted: { where: { kind: "item", revokedAt: null } },
    },
  });
  if (tenant?.gateway == null) throw notFound("tenant");
  const now = new Date();
  const rows = new Map(
    tenant.credentials.map((row) => [row.pointer, toCredentialDto(row, tenant.accepted, now)]),
  );
  return {
    channels: channelSettingsSchema.parse(tenant.gateway.channels).map((setting) => {
      const { kind, accountId, secrets } = setting;
      const own = secrets.flatMap((key) => rows.get(channelSecretName(kind, accountId, key)) ?? []);
      return { setting, label: own[0]?.label ?? channelLabels[kind], credentials: own };
    }),
    models: modelSettingsSchema.parse(tenant.gateway.models).map((setting) => {
      const credential = rows.get(modelSecretName(setting.provider)) ?? null;
      return { setting, label: credential?.label ?? setting.provider, credential };
    }),
    gatewayToken: rows.get(gatewayTokenName) ?? null,
    policy: toolPolicyOf(tenant.gateway),
    answers: answersOf(tenant.decision),
  };
}
