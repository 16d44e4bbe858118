import { kindOfSetting } from "#lib/domain/secrecy/credential-setting.ts";
import { findSecrets } from "#lib/domain/secrecy/find-secrets.ts";
import { type ChannelKind, channelCatalogue, type SettingForm } from "./catalogue.ts";
import { isSafeSetting, namesSecret } from "./safe-setting.ts";

/** Who may write to a channel that OpenClaw doesn't describe is said by name, as most plugins call it. */
const foreignAccess: Readonly<Record<string, SettingForm>> = {
  dmPolicy: "text",
  groupPolicy: "text",
  allowFrom: "list",
  groupAllowFrom: "list",
};

/** What a channel's setting takes; null when the channel has no such setting or nobody may set it. */
export function settingFormOf(kind: ChannelKind, key: string): SettingForm | null {
  const { settings } = channelCatalogue[kind];
  if (settings !== null) return Object.hasOwn(settings, key) ? (settings[key] ?? null) : null;
  if (Object.hasOwn(foreignAccess, key)) return foreignAccess[key] ?? null;
  const isPlain = kindOfSetting(["channels", kind, ...key.split(".")]) === "plain";
  return isPlain && isSafeSetting(key) && !namesSecret(key) ? "text" : null;
}

/** True when the channel has such a secret and OpenClaw takes it otherwise than in plain text. */
export function isSecretOf(kind: ChannelKind, key: string): boolean {
  const { settings, secrets, fileSecrets } = channelCatalogue[kind];
  if (settings === null) return isSafeSetting(key);
  return secrets.includes(key) || Object.hasOwn(fileSecrets, key);
}

/** The setting that names the file in which OpenClaw looks for this secret; null where it takes a reference. */
export function fileSettingOf(kind: ChannelKind, key: string): string | null {
  const { fileSecrets } = channelCatalogue[kind];
  return Object.hasOwn(fileSecrets, key) ? (fileSecrets[key] ?? null) : null;
}

/** What is wrong with the value of a setting; null when nothing is. */
export function findSettingProblem(kind: ChannelKind, key: string, value: string): string | null {
  const form = settingFormOf(kind, key);
  if (form === null) return `${channelCatalogue[kind].label} has no setting “${key}” that can be set here.`;
  if (form === "number") return /^-?\d{1,12}(\.\d+)?$/.test(value) ? null : "Use a number.";
  if (form === "switch") return /^(true|false)$/.test(value) ? null : "Use true or false.";
  // Settings are kept with the tenant, secrets are not.
  if (findSecrets(value).length > 0)
    return "Leave passwords, tokens and keys out of it; enter them as secrets.";
  if (typeof form === "string") return null;
  return form.includes(value) ? null : `Use ${form.join(", ")}.`;
}

/** A setting's value as OpenClaw's configuration has it. */
export function settingValue(kind: ChannelKind, key: string, text: string) {
  switch (settingFormOf(kind, key)) {
    case "number":
      return Number(text);
    case "switch":
      return text === "true";
    case "list":
      return text.split(/[\s,]+/).filter((word) => word !== "");
    default:
      return text;
  }
}
