import { randomUUID } from "node:crypto";
import type { ConfigChange } from "#agent/config-file/diff-config.ts";
import type { Mask } from "#agent/logs/mask-secrets.ts";
import { isObject, type JsonObject } from "#agent/system/json-value.ts";
import { isSecretVariable, kindOfSetting, type SettingKind } from "#lib/domain/secrecy/credential-setting.ts";
import { hasSecretForm, secretOfOption, variableIn } from "#lib/domain/secrecy/find-secrets.ts";
import { isBlob, isTelling } from "#lib/domain/secrecy/is-telling.ts";
import type { ShownChange } from "#lib/host-agent/contract/drift.ts";
import {
  type ShownPart,
  type ShownText,
  type ShownValue,
  shownText,
} from "#lib/host-agent/contract/shown-value.ts";

export type Masking = {
  /** Masks what is known as a secret, or has the shape of one. */
  readonly mask: Mask;
  /** What stands in a secret's place: the first eight digits of its fingerprint. */
  readonly fingerprint: (secret: string) => string;
  /** Places of secrets that the dashboard's own configuration refers to. */
  readonly knownPlaces: ReadonlySet<string>;
};

/** Why a text is not shown: it is a secret, or it is not known to be none. */
type Hidden = "secret" | "unsure";
type Visit = (hidden: Hidden | null, text: string) => unknown;

const maxShownLength = 2000;
const sources: ReadonlySet<string> = new Set(["env", "file", "exec", "store"]);
const providers: ReadonlySet<string> = new Set(["bulkhead", "default"]);

/** A change as an operator may see it: every secret in it replaced by its fingerprint. */
export function showChange(change: ConfigChange, masking: Masking): ShownChange {
  return {
    path: showPath(change.path, masking),
    was: show(change.path, change.was, masking),
    is: show(change.path, change.is, masking),
    isSecret: hasPlainSecret(change, masking),
  };
}

/** The dotted name of a setting. Keys are a tenant's to choose, and may be secrets themselves. */
export function showPath(path: readonly string[], masking: Masking): ShownText {
  return shownText(path.map((key) => showKey(key, masking)).join("."));
}

/** True when one side holds a secret itself instead of saying where to read it. */
function hasPlainSecret({ path, is }: ConfigChange, masking: Masking): boolean {
  let isFound = false;
  visit(path, is, masking, (hidden, text) => {
    isFound ||= hidden === "secret";
    return text;
  });
  return isFound;
}

function show(path: readonly string[], value: unknown, masking: Masking): ShownValue | null {
  if (value === undefined) return null;
  const mark = randomUUID();
  const hidden: string[] = [];
  const marked = visit(path, value, masking, (why, text) => {
    if (why === null) return text;
    hidden.push(masking.fingerprint(text));
    return `${mark}${hidden.length - 1}.`;
  });
  return partsOf(JSON.stringify(marked, null, 2), mark, hidden);
}

/** Cut to what is shown of one value; a secret counts as much as its fingerprint. */
function partsOf(text: string, mark: string, hidden: readonly string[]): ShownValue {
  const parts: ShownPart[] = [];
  let left = maxShownLength;
  for (const [index, piece] of text.split(`"${mark}`).entries()) {
    const end = index === 0 ? 0 : piece.indexOf('."') + 2;
    const secret = index === 0 ? undefined : hidden[Number.parseInt(piece, 10)];
    if (secret !== undefined) parts.push({ secret });
    const plain = piece.slice(end);
    if (plain !== "")
      parts.push({ plain: shownText(plain.length > left ? `${plain.slice(0, left)}…` : plain) });
    left -= plain.length + 40;
    if (left <= 0) break;
  }
  return parts;
}

function visit(path: readonly string[], value: unknown, masking: Masking, replace: Visit): unknown {
  if (typeof value === "string") return replace(whyHidden(path, value, masking), value);
  // A number can be a password as well; as text it is judged like one.
  if (typeof value === "number" && kindAt(path) === "secret") return replace("secret", String(value));
  if (Array.isArray(value)) {
    return value.map((inner, index) => {
      const before: unknown = value[index - 1];
      const given = typeof inner === "string" ? secretOfOption(before, inner) : null;
      if (given !== null && variableIn(given) === null) return replace("secret", given);
      return visit([...path, String(index)], inner, masking, replace);
    });
  }
  if (!isObject(value)) return value;
  if (isReference(value)) return visitReference(path, value, masking, replace);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      showKey(key, masking),
      visit([...path, key], inner, masking, replace),
    ]),
  );
}

function visitReference(
  path: readonly string[],
  value: JsonObject,
  masking: Masking,
  replace: Visit,
): unknown {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      typeof inner === "string"
        ? replace(whyPartHidden(key, inner, masking), inner)
        : visit([...path, key], inner, masking, replace),
    ]),
  );
}

function whyHidden(path: readonly string[], text: string, masking: Masking): Hidden | null {
  if (text.trim() === "") return null;
  const variable = variableIn(text);
  if (variable !== null) return isSecretVariable(variable) || !isTelling(variable) ? null : "unsure";
  const last = path.at(-1) ?? "";
  const isPart = ["source", "provider", "id"].includes(last) && kindAt(path.slice(0, -1)) === "secret";
  if (isPart) return whyPartHidden(last, text, masking);
  const kind = kindAt(path);
  if (kind === "secret" || kind === "bag") return "secret";
  if (hasSecretForm(text) || maskOf(masking.mask, text) !== text) return "secret";
  return kind === "private" || isBlob(text) ? "unsure" : null;
}

/** By the dotted name, as whoever reads what is shown judges it too. */
function kindAt(path: readonly string[]): SettingKind {
  return kindOfSetting(path.join(".").split("."));
}

/** A part of a reference is shown where it is known to be a name: a secret may have been put in its place. */
function whyPartHidden(key: string, text: string, { mask, knownPlaces }: Masking): Hidden | null {
  if (hasSecretForm(text) || maskOf(mask, text) !== text) return "secret";
  if (key === "source") return sources.has(text) ? null : "unsure";
  if (key === "provider") return providers.has(text) ? null : "unsure";
  return knownPlaces.has(text) || (isSecretVariable(text) && /^[A-Z][A-Z0-9_]*$/.test(text))
    ? null
    : "unsure";
}

/** The mask also strips what terminals would obey, and cuts long lines; neither makes a text a secret. */
function maskOf(mask: Mask, text: string): string {
  const masked = mask(text);
  return masked.includes("[masked]") ? masked : text;
}

function showKey(key: string, { mask, fingerprint }: Masking): string {
  return maskOf(mask, key) === key && !hasSecretForm(key) ? key : `${fingerprint(key)}…`;
}

function isReference(value: JsonObject): boolean {
  const keys = Object.keys(value);
  return (
    keys.length <= 3 &&
    keys.every((key) => ["source", "provider", "id"].includes(key)) &&
    sources.has(String(value.source))
  );
}
