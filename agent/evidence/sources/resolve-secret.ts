import type { SecretSource } from "#agent/config-file/config-secrets.ts";
import { substitute } from "#agent/config-file/substitute-variables.ts";
import { isInside } from "#agent/files/inspect-place.ts";
import { type Inside, readInside } from "#agent/files/open-inside.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import { resolveUserPath } from "#agent/files/resolve-user-path.ts";
import { readerOf } from "#agent/reader/tenant-reader.ts";
import { secretPath } from "#agent/secrets-store/secret-reference.ts";
import { at, textAt } from "#agent/system/json-value.ts";
import { isSecretVariable } from "#lib/domain/secrecy/credential-setting.ts";
import { isTelling } from "#lib/domain/secrecy/is-telling.ts";
import { isThere } from "./known-path.ts";
import type { TenantView } from "./tenant-view.ts";

/**
 * A secret's value, for its fingerprint alone, and the file it lies in; or why
 * it can't be had. A reason never says what stands in the setting: a secret may
 * have been put where the name of a variable, a file or a provider belongs. A
 * file is named where there is one.
 */
export type ResolvedSecret =
  | { readonly status: "found"; readonly value: string; readonly file: string | null }
  | { readonly status: "outside"; readonly file: string | null }
  | { readonly status: "unknown"; readonly reason: string; readonly file: string | null };

const maxSecretLength = 1024 * 1024;

/** Finds the value that the Gateway would find. A file outside the tenant's tree is not read; a command is not run. */
export async function resolveSecret(view: TenantView, source: SecretSource): Promise<ResolvedSecret> {
  switch (source.kind) {
    case "plain":
      return found(source.value, null);
    case "environment": {
      const value = textAt(view.surroundings.env, source.name);
      return value ? found(value, null) : unknown(notSet(source.isBare ? null : source.name));
    }
    case "text": {
      const text = withVariables(view, source.text);
      return "reason" in text ? unknown(text.reason) : found(text.value, null);
    }
    case "store": {
      const value = view.database.store.get(source.name);
      return value
        ? found(value, null)
        : unknown("OpenClaw's secret store shows nothing under the name that it gives");
    }
    case "command":
      return unknown("it comes from a command, which the agent does not run");
    case "path": {
      const file = withVariables(view, source.file);
      return "reason" in file ? unknown(file.reason) : readWhole(view, file.value);
    }
    case "file":
      return readReference(view, source.provider, source.id);
  }
}

function withVariables({ surroundings }: TenantView, text: string): { value: string } | { reason: string } {
  let missing: string | null = null;
  const value = substitute(text, surroundings.env, maxSecretLength, (name) => {
    missing ??= name;
  });
  if (missing !== null) return { reason: notSet(missing) };
  return value === null ? { reason: "it becomes too long with its variables" } : { value };
}

/** A variable is named where its name is an ordinary one. */
function notSet(name: string | null): string {
  const isOrdinary = name !== null && (isSecretVariable(name) || !isTelling(name));
  return `${isOrdinary ? `the variable ${name}` : "a variable that it names"} is not set where it could be seen`;
}

/** Where a secret provider of kind `file` keeps its secrets; null when the configuration has no such provider. */
function providerFile(view: TenantView, provider: string): { file: string; isWhole: boolean } | null {
  if (!view.config.isReadable) return null;
  const entry = at(view.config.config, "secrets", "providers", provider);
  const file = textAt(entry, "path");
  if (file === null || textAt(entry, "source") !== "file") return null;
  return { file, isWhole: textAt(entry, "mode") === "singleValue" };
}

async function readReference(view: TenantView, provider: string, id: string): Promise<ResolvedSecret> {
  const entry = providerFile(view, provider);
  if (entry === null) return unknown("the configuration has no file provider of the name that it gives");
  if (entry.isWhole) return readWhole(view, entry.file);
  const file = placeOf(view, entry.file);
  const inside = await readPlace(view, file);
  if (inside.status !== "ok") return notRead(view, file, inside);
  const reading = await readerOf(view.context, view.record).json(inside.value);
  if ("problem" in reading) return unknown(`${file} ${reading.problem}`, file);
  const value = at(reading.value, ...secretPath(id));
  if (typeof value !== "string" || value === "")
    return unknown(`${file} holds nothing at the place that it gives`, file);
  return found(value, file);
}

async function readWhole(view: TenantView, given: string): Promise<ResolvedSecret> {
  const file = placeOf(view, given);
  const inside = await readPlace(view, file);
  if (inside.status !== "ok") return notRead(view, file, inside);
  const value = inside.value.trim();
  return value === "" ? unknown(`${file} is empty`, file) : found(value, file);
}

function placeOf(view: TenantView, given: string): string {
  return rebaseInto(view.root, view.layout.tree, resolveUserPath(given, view.surroundings));
}

type Read = Inside<string> | { readonly status: "outside" };

async function readPlace(view: TenantView, file: string): Promise<Read> {
  return isInside(file, view.root) ? readInside(view.root, file) : { status: "outside" };
}

async function notRead(
  view: TenantView,
  file: string,
  inside: Exclude<Read, { status: "ok" }>,
): Promise<ResolvedSecret> {
  if (inside.status === "outside") return { status: "outside", file: (await isThere(file)) ? file : null };
  if (inside.status === "refused") return unknown(inside.reason, file);
  const isOwn = file === rebaseInto(view.root, view.layout.tree, view.layout.secretsFile);
  return isOwn ? unknown(`${file} does not exist`, file) : unknown("the file that it names does not exist");
}

function found(value: string, file: string | null): ResolvedSecret {
  return { status: "found", value: bare(value), file };
}

function unknown(reason: string, file: string | null = null): ResolvedSecret {
  return { status: "unknown", reason, file };
}

/** Without the word for how it is shown, so that a header and a key of its own compare. */
function bare(value: string): string {
  return value.trim().replace(/^(Bearer|Basic|Token|Bot|ApiKey)\s+(?=\S)/i, "");
}
