import { createSecretMatcher } from "#agent/logs/secret-matcher.ts";
import { secretSpellings } from "#agent/logs/secret-spellings.ts";
import { fingerprint, shortFingerprint } from "#agent/system/fingerprint.ts";
import { replaceForms } from "#lib/domain/secrecy/secret-shapes.ts";

/**
 * Makes a last look at what leaves the agent of a tenant: wherever a text has a
 * secret in it after all, because a tenant put one where a name belongs, its
 * fingerprint takes its place. Equal secrets stay equal.
 *
 * @param secrets values of secrets; those that could be ordinary words are left alone
 * @param names of tenants, which may look like a key and are none
 */
export function createWithholding(
  key: Buffer,
  secrets: readonly string[],
  names: readonly string[],
): <T>(value: T) => T {
  const matcher = createSecretMatcher(secretSpellings(secrets));
  const inPlaceOf = (secret: string) => `[secret ${shortFingerprint(fingerprint(key, secret))}]`;
  const isName = (text: string) => names.some((name) => name.includes(text) || text.includes(name));

  function withhold(text: string): string {
    const bytes = Buffer.from(text);
    const parts: string[] = [];
    let from = 0;
    for (const [start, end] of matcher.find(bytes)) {
      parts.push(bytes.toString("utf8", from, start), inPlaceOf(bytes.toString("utf8", start, end)));
      from = end;
    }
    const rest = from === 0 ? text : [...parts, bytes.toString("utf8", from)].join("");
    return replaceForms(rest, (secret) => (isName(secret) ? secret : inPlaceOf(secret)));
  }

  return <T>(value: T): T => {
    const text = JSON.stringify(value);
    if (withhold(text) === text) return value;
    // Only texts are replaced, by texts, so that the shape stays what it is.
    return JSON.parse(
      JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? withhold(inner) : inner)),
    ) as T;
  };
}
