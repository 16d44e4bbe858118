import { isObject, type JsonObject, walk } from "#agent/system/json-value.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { variablesOf } from "./substitute-variables.ts";

/** Where a secret of the configuration comes from. */
export type SecretSource =
  | { readonly kind: "plain"; readonly value: string }
  | { readonly kind: "environment"; readonly name: string }
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

/** Words that OpenClaw writes in the place of a key where there is none. */
const placeholders = new Set([
  "ollama-local",
  "custom-local",
  "codex-app-server",
  "gcp-vertex-credentials",
  "minimax-oauth",
  "secretref-managed",
]);
const secretKey =
  /(token|secret|password|passphrase|api[-_]?key|private[-_]?key|access[-_]?key|signing[-_]?key|authorization|credential|cookie)s?$/i;
const secretFileKey = /(token|secret|password|key|credentials?)(file|path)$/i;
const variableName = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/** True for the name of an environment variable that holds a secret by custom: "OPENAI_API_KEY". */
export function isSecretVariable(name: string): boolean {
  return /(^|_)(KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/.test(name);
}

/** True for a setting that holds a secret by its name: "botToken". */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key);
}

/**
 * Every secret that a configuration names or holds. Nothing is read; sorted by setting.
 *
 * @param config as it is written, with its includes and before any variable is in its place
 */
export function listConfigSecrets(config: JsonObject): ConfigSecret[] {
  const secrets: ConfigSecret[] = [];
  walk(config, (value, path) => {
    // Providers say where secrets lie; they are none themselves.
    if (path[0] === "secrets" || path[0] === "meta") return path.length === 0;
    const source = sourceOf(value, path.at(-1) ?? "", config, path);
    if (source === null) return true;
    secrets.push({ setting: path.join("."), item: itemOf(path), source });
    return false;
  });
  return secrets.sort((a, b) => a.setting.localeCompare(b.setting));
}

function sourceOf(
  value: unknown,
  key: string,
  config: JsonObject,
  path: readonly string[],
): SecretSource | null {
  if (isObject(value)) return referenceOf(value, config);
  if (typeof value !== "string" || value.trim() === "") return null;
  const text = value.trim();
  if (secretFileKey.test(key)) return { kind: "path", file: text };
  const isVariable = path[0] === "env" && isSecretVariable(key);
  if (!isVariable && !secretKey.test(key)) return null;
  // OpenClaw takes the short form for a secret alone, and for nothing that stands beside other text.
  const name = /^\$\{([A-Z_][A-Z0-9_]*)\}$|^\$([A-Z][A-Z0-9_]{0,127})$/.exec(text);
  if (name !== null) return { kind: "environment", name: name[1] ?? name[2] ?? "" };
  if (variablesOf(text).length > 0) return { kind: "text", text };
  if (placeholders.has(text)) return null;
  return variableName.test(text) ? { kind: "environment", name: text } : { kind: "plain", value: text };
}

function referenceOf(value: JsonObject, config: JsonObject): SecretSource | null {
  const { source, id } = value;
  if (typeof id !== "string") return null;
  if (source === "env") return { kind: "environment", name: id };
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
