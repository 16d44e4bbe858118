import { type ConfigChange, isSame } from "#agent/config-file/diff-config.ts";
import { at, isObject, type JsonObject } from "#agent/system/json-value.ts";
import { namesAddress } from "#lib/domain/credential/secret-address.ts";

/**
 * Where a key that stands in the secrets file would be sent somewhere else if
 * this change were kept: it changes an address, or refers to a secret in a new
 * place. Beside models and channels, many a setting with an address (speech,
 * search, memory, a plugin) takes the key of a model's provider by itself.
 */
export function movesSecret({ path, was, is }: ConfigChange, disk: JsonObject | null): boolean {
  // A reference that comes is told key by key.
  if (isReference(at(disk, ...path.slice(0, -1)))) return true;
  if (!isSame(referencesIn(path, was), referencesIn(path, is)) && referencesIn(path, is).length > 0)
    return true;
  if (isSame(addressesIn(path, was), addressesIn(path, is))) return false;
  const [area = "", ...rest] = path;
  if (withoutSecrets.some((setting) => path.join(".").startsWith(setting))) return false;
  // Another program's address is its own, as long as no secret is referred to beside it.
  if (area === "mcp" && disk !== null)
    return referencesIn([], at(disk, area, ...rest.slice(0, 2))).length > 0;
  return true;
}

/** Addresses to which no key of the secrets file is sent. */
const withoutSecrets: readonly string[] = ["gateway.controlUi.", "browser.", "ui."];

type Leaf = readonly [path: string, value: unknown];

/** A provider's address is also what OpenClaw takes from its presets when the setting is gone. */
function addressesIn(path: readonly string[], value: unknown): Leaf[] {
  return leavesOf(path, value).filter(([name, leaf]) => {
    const key = name.split("\u0000").findLast((part) => !/^\d+$/.test(part)) ?? "";
    return (
      // Without an address, how a provider is spoken to says where it is.
      (path[0] === "models" && key === "api") ||
      namesAddress(key) ||
      (typeof leaf === "string" && /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(leaf.trim()))
    );
  });
}

function isReference(value: unknown): boolean {
  return isObject(value) && typeof value.source === "string" && typeof value.id === "string";
}

function referencesIn(path: readonly string[], value: unknown): Leaf[] {
  if (isReference(value)) return [[path.join("\u0000"), value]];
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) => referencesIn([...path, key], inner));
  }
  if (Array.isArray(value))
    return value.flatMap((inner, index) => referencesIn([...path, String(index)], inner));
  return typeof value === "string" && /\$\{?[A-Z_][A-Z0-9_]*\}?/.test(value)
    ? [[path.join("\u0000"), value]]
    : [];
}

function leavesOf(path: readonly string[], value: unknown): Leaf[] {
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) => leavesOf([...path, key], inner));
  }
  if (Array.isArray(value)) return value.flatMap((inner, index) => leavesOf([...path, String(index)], inner));
  return value === undefined ? [] : [[path.join("\u0000"), value]];
}
