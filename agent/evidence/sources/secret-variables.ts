import { listConfigSecrets } from "#agent/config-file/config-secrets.ts";
import { variablesOf } from "#agent/config-file/substitute-variables.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import { isSecretVariable } from "#lib/domain/secrecy/credential-setting.ts";

/** Shorter ones are words. */
const leastLength = 8;

/**
 * Tells where a variable may not be put in its place: it holds a secret, by its
 * name or because a secret of the configuration comes from it, and the setting
 * is none that is kept from sight. A path or a plain word is no secret,
 * whatever its variable is called: where it leads, or what it means, is judged.
 *
 * @param written with its includes, before any variable is in its place
 */
export function keepSecretsOut(
  written: JsonObject,
  variables: Readonly<Record<string, string>>,
): (name: string, setting: string) => boolean {
  const secrets = listConfigSecrets(written);
  const settings = new Set(secrets.map(({ setting }) => setting));
  const used = new Set(
    secrets.flatMap(({ source }) => {
      if (source.kind === "environment") return [source.name];
      return source.kind === "text" ? variablesOf(source.text) : [];
    }),
  );
  const known = new Map<string, boolean>();
  const isSecret = (name: string) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = holdsSecret(name);
    known.set(name, found);
    return found;
  };
  const holdsSecret = (name: string) => {
    const value = (Object.hasOwn(variables, name) ? (variables[name] ?? "") : "").trim();
    if (value.length < leastLength || /^[./~]|^[a-z-]+$/.test(value)) return false;
    return isSecretVariable(name) || used.has(name);
  };
  return (name, setting) => !settings.has(setting) && isSecret(name);
}
