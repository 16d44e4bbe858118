import { isSecretKey } from "#agent/config-file/config-secrets.ts";
import type { ConfigChange } from "#agent/config-file/diff-config.ts";
import type { Mask } from "#agent/logs/mask-secrets.ts";
import { isObject } from "#agent/system/json-value.ts";
import type { ShownChange } from "#lib/host-agent/contract/drift.ts";
import { hasPassword } from "./has-password.ts";

export type Masking = {
  /** Masks what is known as a secret, or has the shape of one. */
  readonly mask: Mask;
  /** What stands in a secret's place. */
  readonly fingerprint: (secret: string) => string;
};

const maxShownLength = 2000;
/** Below these any text may be a secret, whatever its name. */
const secretPlaces = new Set(["headers", "env", "vars"]);
const reference = /^\$\{[A-Z_][A-Z0-9_]*\}$/;

/** A change as an operator may see it: every secret in it replaced by its fingerprint. */
export function showChange(change: ConfigChange, masking: Masking): ShownChange {
  return {
    path: change.path.map((key) => maskText(key, masking)).join("."),
    was: show(change.path, change.was, masking),
    is: show(change.path, change.is, masking),
    isSecret: hasPlainSecret(change, masking),
  };
}

/** True when one side holds a secret itself instead of saying where to read it. */
export function hasPlainSecret({ path, is }: ConfigChange, masking: Masking): boolean {
  let isFound = false;
  visit(path, is, (keys, text) => {
    isFound ||= isSecret(keys, text, masking);
    return text;
  });
  return isFound;
}

function show(path: readonly string[], value: unknown, masking: Masking): string | null {
  if (value === undefined) return null;
  const masked = visit(path, value, (keys, text) =>
    isSecret(keys, text, masking) ? `secret, fingerprint ${masking.fingerprint(text)}` : text,
  );
  const text = JSON.stringify(masked, null, 2);
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength)}…` : text;
}

function visit(
  path: readonly string[],
  value: unknown,
  replace: (path: readonly string[], text: string) => string,
): unknown {
  if (typeof value === "string") return replace(path, value);
  // A number can be a password as well; as text it is judged like one.
  if (typeof value === "number" && isSecretKey(path.at(-1) ?? "")) return replace(path, String(value));
  if (Array.isArray(value)) return value.map((inner) => visit(path, inner, replace));
  if (!isObject(value)) return value;
  if (isReference(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, visit([...path, key], inner, replace)]),
  );
}

function isSecret(path: readonly string[], text: string, { mask }: Masking): boolean {
  if (text.trim() === "" || reference.test(text)) return false;
  // The leaves of a reference to a secret: where it is read, not what it is.
  if (["source", "provider", "id"].includes(path.at(-1) ?? "") && mask(text) === text) return false;
  if (path.some((key) => isSecretKey(key) || secretPlaces.has(key.toLowerCase()))) return true;
  return hasPassword(text) || maskOf(mask, text) !== text;
}

/** The mask also strips what terminals would obey, and cuts long lines; neither makes a text a secret. */
function maskOf(mask: Mask, text: string): string {
  const masked = mask(text);
  return masked.includes("[masked]") ? masked : text;
}

function maskText(text: string, masking: Masking): string {
  return maskOf(masking.mask, text) === text ? text : masking.fingerprint(text);
}

function isReference(value: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(value);
  return (
    keys.length <= 3 &&
    keys.every((key) => ["source", "provider", "id"].includes(key)) &&
    ["env", "file", "exec", "store"].includes(String(value.source))
  );
}
