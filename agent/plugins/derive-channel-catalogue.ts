import { isObject, type JsonObject } from "#agent/system/json-value.ts";
import type { CatalogueEntry, SettingForm } from "#lib/domain/channel/catalogue.ts";
import { isSafeSetting, namesSecret } from "#lib/domain/channel/safe-setting.ts";

/** A channel as a package's manifest announces it. */
export type AnnouncedChannel = {
  readonly id: string;
  readonly label: string;
  readonly plugin: string;
  /** What npm installs; null for one that OpenClaw brings along. */
  readonly npmSpec: string | null;
};

/** What OpenClaw's own schema says about a channel that its package or its catalogue announces. */
export function deriveEntry({ label, plugin, npmSpec }: AnnouncedChannel, schema: unknown): CatalogueEntry {
  const described = propertiesOf(schema);
  const properties = Object.entries(described);
  const access = {
    dm: "dmPolicy" in described ? "flat" : isObject(described.dm) ? "nested" : "none",
    hasPeople: "allowFrom" in described || isObject(described.dm),
    hasGroups: "groupPolicy" in described,
  } as const;
  // A schema that takes everything describes nothing.
  const isDescribed = isObject(schema) && schema.additionalProperties !== true && properties.length > 3;
  const plain = properties.flatMap(([key, value]) => plainSecrets(key, value));
  const files = plain.flatMap((key): [string, string][] => {
    const file = fileKeys(key).find((name) => name in described);
    return file === undefined ? [] : [[key, file]];
  });
  const settings = properties.flatMap(([key, value]) => settingsOf(key, value));
  return {
    label,
    plugin,
    npmSpec,
    hasAccounts: isObject(described.accounts),
    ...access,
    settings: isDescribed ? Object.fromEntries(settings) : null,
    secrets: properties
      .filter(([key, value]) => key !== "accounts" && isReference(value))
      .map(([key]) => key),
    fileSecrets: Object.fromEntries(files),
    plainSecrets: plain.filter((key) => files.every(([other]) => other !== key)),
  };
}

/** The properties of a schema, and of everything that it may be instead. */
function propertiesOf(schema: unknown): JsonObject {
  if (!isObject(schema)) return {};
  const variants = [schema, ...listOf(schema.anyOf), ...listOf(schema.oneOf)].filter(isObject);
  const merged: Record<string, unknown> = {};
  for (const [key, value] of variants.flatMap(({ properties }) => Object.entries(properties ?? {}))) {
    const { [key]: known } = merged;
    merged[key] = known === undefined ? value : { anyOf: [known, value] };
  }
  return merged;
}

function settingsOf(name: string, value: unknown): [string, SettingForm][] {
  const key = name.split(".").at(-1) ?? name;
  if (!isSafeSetting(name) || namesSecret(key) || isReference(value)) return [];
  const form = formOf(value);
  if (form !== null) return [[name, form]];
  // What a channel connects to may stand one level down; the rest there is fine tuning.
  const inner = propertiesOf(value);
  if (name !== key || !("url" in inner)) return [];
  return Object.entries(inner).flatMap(([below, nested]) => settingsOf(`${name}.${below}`, nested));
}

function formOf(value: unknown): SettingForm | null {
  if (!isObject(value)) return null;
  const choices = choicesOf(value);
  if (choices !== null) return choices;
  if (value.type === "boolean") return "switch";
  if (value.type === "number" || value.type === "integer") return "number";
  if (value.type === "string") return "text";
  if (value.type === "array") {
    const { items } = value;
    const isWords = isObject(items) && [items.type].flat().includes("string");
    return isWords ? "list" : null;
  }
  if (listOf(value.allOf).some((part) => isObject(part) && part.type === "string")) return "text";
  const variants = listOf(value.anyOf).map(formOf);
  return variants.length > 0 && variants.every((form) => form === variants[0]) ? (variants[0] ?? null) : null;
}

/** The words of which a setting takes one; null when it takes anything else as well. */
function choicesOf(value: JsonObject): readonly string[] | null {
  const list = Array.isArray(value.enum) ? value.enum : "const" in value ? [value.const] : null;
  if (list !== null) return list.every((word) => typeof word === "string") ? list : null;
  const parts = [...listOf(value.anyOf), ...listOf(value.oneOf)];
  const found = parts.map((part) => (isObject(part) ? choicesOf(part) : null));
  return parts.length > 0 && found.every((words) => words !== null) ? found.flat() : null;
}

/** True when OpenClaw takes a reference to a secret there. */
function isReference(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { source } = propertiesOf(value);
  if (isObject(source) && source.const === "file") return true;
  return [...listOf(value.anyOf), ...listOf(value.oneOf)].some(isReference);
}

/** Secrets that OpenClaw takes in plain text only, by where they stand. */
function plainSecrets(key: string, value: unknown, above = ""): string[] {
  if (key === "accounts" || isReference(value) || !isObject(value)) return [];
  const name = `${above}${key}`;
  if (value.type === "string") return namesSecret(key) ? [name] : [];
  if (above !== "") return [];
  const inner = isObject(value.additionalProperties) ? propertiesOf(value.additionalProperties) : {};
  return Object.entries(inner).flatMap(([below, nested]) => plainSecrets(below, nested, `${name}.*.`));
}

/** How the setting may be called that names a file with the secret in it. */
function fileKeys(key: string): string[] {
  const lastWord = /[A-Z]?[a-z]+$/.exec(key)?.[0] ?? key;
  return [`${key}File`, `${lastWord.toLowerCase()}File`];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
