import { z } from "zod";
import { channelKindSchema } from "#lib/domain/channel/channel-kind.ts";
import { accountIdSchema, settingKeySchema } from "#lib/domain/channel/channel-setting.ts";
import { providerIdSchema } from "#lib/domain/model/model-setting.ts";

/**
 * Where a secret lies in a tenant's secrets file, as a JSON pointer:
 * "/channels/telegram/default/botToken" or "/models/openai". The Gateway's own
 * token is not among them: it is made on the host and nobody enters it.
 */
export const secretNameSchema = z
  .string()
  .max(160)
  .refine((name) => secretPathOf(name) !== null, "This is no place for a secret.");

export function channelSecretName(kind: string, accountId: string, key: string): string {
  return `/channels/${kind}/${accountId}/${key}`;
}

export function modelSecretName(provider: string): string {
  return `/models/${provider}`;
}

/** The place of the Gateway's own token. */
export const gatewayTokenName = "/gateway/token";

/** The keys of a name, from the outside in; null when it isn't one. */
export function secretPathOf(name: string): readonly string[] | null {
  const [root, area, ...keys] = name.split("/");
  if (root !== "") return null;
  if (area === "models") {
    return keys.length === 1 && providerIdSchema.safeParse(keys[0]).success ? [area, ...keys] : null;
  }
  if (area !== "channels" || keys.length !== 3) return null;
  const [kind, accountId, key] = keys;
  const isChannel =
    channelKindSchema.safeParse(kind).success &&
    accountIdSchema.safeParse(accountId).success &&
    settingKeySchema.safeParse(key).success;
  return isChannel ? [area, ...keys] : null;
}
