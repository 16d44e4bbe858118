import type { Credential } from "#lib/db/generated/client.ts";
import { channelLabels } from "#lib/domain/channel/channel-kind.ts";
import {
  type ChannelSetting,
  channelKey,
  channelSettingsSchema,
} from "#lib/domain/channel/channel-setting.ts";
import { channelAddress, modelAddress } from "#lib/domain/credential/secret-address.ts";
import { channelSecretName, modelSecretName } from "#lib/domain/credential/secret-name.ts";
import { type ModelSetting, modelSettingsSchema } from "#lib/domain/model/model-setting.ts";
import { ServiceError } from "#lib/services/service-error.ts";

export type KeptSecret = Pick<Credential, "pointer" | "address">;

/** Where the secrets of one provider or channel are to go, and where its saved settings send them until now. */
type SecretPlace = {
  readonly address: string;
  /** Null where no settings are saved. */
  readonly before: string | null;
  /** What it is called in messages. */
  readonly name: string;
};

/**
 * Refuses to send secrets that lie on a host anywhere but where they belong. A
 * row from before addresses were kept belongs to what the saved settings say.
 *
 * @param staying those that are not entered again
 * @param fieldOf the field of the form where one is entered
 * @throws ServiceError INVALID with a message at each field
 */
export function refuseMovedSecrets(
  staying: readonly KeptSecret[],
  { address, before, name }: SecretPlace,
  fieldOf: (secret: KeptSecret) => string,
): void {
  const moved = staying.filter((secret) => (secret.address ?? before) !== address);
  const [first] = moved;
  if (first === undefined) return;
  const belongs = (first.address ?? before) || "the provider's own address";
  throw new ServiceError(
    "INVALID",
    `The secret of ${name} on the host was entered for ${belongs}. It isn't sent to another address.`,
    {
      nextStep: "Enter it again for the new address, or leave the address as it was.",
      fields: Object.fromEntries(
        moved.map((secret) => [fieldOf(secret), "Enter it again for the new address."]),
      ),
    },
  );
}

/** @param saved the tenant's saved providers, as its row has them */
export function modelPlaceOf(
  setting: Pick<ModelSetting, "provider" | "api" | "baseUrl">,
  saved: unknown,
): SecretPlace {
  const old = modelSettingsSchema
    .catch([])
    .parse(saved)
    .find(({ provider }) => provider === setting.provider);
  return {
    address: modelAddress(setting),
    before: old === undefined ? null : modelAddress(old),
    name: setting.provider,
  };
}

/** @param saved the tenant's saved channels, as its row has them */
export function channelPlaceOf(setting: ChannelSetting, saved: unknown): SecretPlace {
  const channels = channelSettingsSchema.catch([]).parse(saved);
  const old = channels.find((other) => channelKey(other) === channelKey(setting));
  return {
    address: channelAddress(setting.kind, setting.options),
    before: old === undefined ? null : channelAddress(old.kind, old.options),
    name: channelLabels[setting.kind],
  };
}

/** Where the saved settings send the secret at this place; null where none do. */
export function savedAddress(
  pointer: string,
  saved: { readonly models: unknown; readonly channels: unknown },
): string | null {
  const model = modelSettingsSchema
    .catch([])
    .parse(saved.models)
    .find(({ provider }) => modelSecretName(provider) === pointer);
  if (model !== undefined) return modelAddress(model);
  const channel = channelSettingsSchema
    .catch([])
    .parse(saved.channels)
    .find(({ kind, accountId }) => pointer.startsWith(channelSecretName(kind, accountId, "")));
  return channel === undefined ? null : channelAddress(channel.kind, channel.options);
}
