import { isObject, type JsonObject, walk } from "#agent/system/json-value.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { isSecretInBag, isSecretName, kindOfSetting } from "#lib/domain/secrecy/credential-setting.ts";
import {
  bareSecret,
  inAddresses,
  secretOfOption,
  secretPieces,
  variableIn,
} from "#lib/domain/secrecy/find-secrets.ts";
import { isBlob, isRandom } from "#lib/domain/secrecy/is-telling.ts";
import { isNoModelKey } from "#lib/domain/secrecy/placeholders.ts";
import { variablesOf } from "./substitute-variables.ts";

/** Where a secret of the configuration comes from. */
export type SecretSource =
  | { readonly kind: "plain"; readonly value: string }
  /** `isBare`: nothing about the text says that it is a name; a secret may have been put there. */
  | { readonly kind: "environment"; readonly name: string; readonly isBare?: true }
  /** A text in which variables stand: "Bearer ${NAME}". */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "path"; readonly file: string }
  | { readonly kind: "file"; readonly provider: string; readonly id: string }
  | { readonly kind: "store"; readonly name: string }
  | { readonly kind: "command" };

export type ConfigSecret = {
  /** The setting, such as "channels.telegram.botToken". */
  readonly setting: string;
  readonly item: Extract<Item, "channel-credentials" | "model-credentials" | "gateway-token">;
  readonly source: SecretSource;
};

const mostTexts = 5000;
const secretFileKey = /(token|secret|password|key|credentials?|service_?account)_?(file|path)$/i;
/** Where OpenClaw takes a variable's bare name, and what those variables are called. */
const bareNames = /^models\.providers\.[^.]+\.apiKey$/;
const variableName = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEY|TOKEN)$/;

/**
 * Every secret that a configuration names or holds, by its setting or its form:
 * within a list of arguments, an address or a header, too. Nothing is read;
 * sorted by setting.
 *
 * @param config as it is written, with its includes and before any variable is in its place
 */
export function listConfigSecrets(config: JsonObject): ConfigSecret[] {
  const secrets: ConfigSecret[] = [];
  const look = (value: unknown, path: readonly string[], before: unknown): void => {
    // Providers say where secrets lie; they are none themselves.
    if (path[0] === "secrets" || path[0] === "meta") return;
    const item = itemOf(path);
    const sources = isObject(value) ? referenceOf(value, config) : sourcesOf(value, path, before);
    for (const [index, source] of (sources ?? []).entries()) {
      if (source.kind === "plain" && item === "model-credentials" && isNoModelKey(source.value)) continue;
      const setting = index === 0 ? path.join(".") : `${path.join(".")} (${index + 1})`;
      secrets.push({ setting, item, source });
    }
    if (sources !== null || typeof value !== "object" || value === null) return;
    let last: unknown;
    for (const [key, inner] of Object.entries(value)) {
      look(inner, [...path, key], Array.isArray(value) ? last : undefined);
      last = inner;
    }
  };
  look(config, [], undefined);
  return secrets.sort((a, b) => a.setting.localeCompare(b.setting));
}

/** Every text of a configuration that is a secret or may be one, for masking. Never leaves the host. */
export function listSecretTexts(config: JsonObject): string[] {
  const texts = listConfigSecrets(config).flatMap(({ source }) =>
    source.kind === "plain" ? [source.value] : [],
  );
  walk(config, (value, path) => {
    if (typeof value !== "string") return true;
    // What a program made may be a secret also where a name or a word belongs.
    if (kindOfSetting(path) !== "plain" || isBlob(value)) texts.push(bareSecret(value));
    return true;
  });
  return [...new Set(texts)].slice(0, mostTexts);
}

/** @param before what stands before it in a list */
function sourcesOf(value: unknown, path: readonly string[], before: unknown): SecretSource[] | null {
  if (typeof value !== "string" || value.trim() === "") return null;
  const text = value.trim();
  const key = path.at(-1) ?? "";
  if (secretFileKey.test(key)) return [{ kind: "path", file: text }];
  const given = secretOfOption(before, text);
  if (given !== null) return [toSource(given)];
  const isHeldHere = isHeld(path, text);
  const inside = isHeldHere ? inAddresses(text) : secretPieces(text);
  if (!isHeldHere || inside.length > 0) return inside.map((piece) => toSource(piece));
  return [toSource(bareSecret(text), path.join("."))];
}

/** True where the setting holds a secret by what it is called. */
function isHeld(path: readonly string[], text: string): boolean {
  const key = path.at(-1) ?? "";
  const kind = kindOfSetting(path);
  if (kind === "bag") return isSecretInBag(key) || isRandom(text);
  if (kind !== "secret") return false;
  // Of what is one secret as a whole, such as a service account, its parts count that are secret themselves.
  const isPart = kindOfSetting(path.slice(0, -1)) === "secret" && !/^\d+$/.test(key);
  return !isPart || isSecretName(key) || isRandom(text);
}

function toSource(value: string, setting = ""): SecretSource {
  const name = variableIn(value);
  if (name !== null) return { kind: "environment", name };
  if (variablesOf(value).length > 0) return { kind: "text", text: value };
  const isName = bareNames.test(setting) && variableName.test(value);
  return isName ? { kind: "environment", name: value, isBare: true } : { kind: "plain", value };
}

function referenceOf(value: JsonObject, config: JsonObject): SecretSource[] | null {
  const source = referredBy(value, config);
  return source === null ? null : [source];
}

function referredBy(value: JsonObject, config: JsonObject): SecretSource | null {
  const { source, id } = value;
  if (typeof id !== "string") return null;
  if (source === "env") return { kind: "environment", name: id, isBare: true };
  if (source === "store") return { kind: "store", name: id };
  if (source === "exec") return { kind: "command" };
  if (source !== "file") return null;
  const fallback =
    isObject(config.secrets) && isObject(config.secrets.defaults) ? config.secrets.defaults.file : null;
  const provider = typeof value.provider === "string" ? value.provider : fallback;
  return { kind: "file", provider: typeof provider === "string" ? provider : "", id };
}

function itemOf(path: readonly string[]): ConfigSecret["item"] {
  if (path[0] === "channels") return "channel-credentials";
  return path[0] === "gateway" || path[0] === "hooks" ? "gateway-token" : "model-credentials";
}
