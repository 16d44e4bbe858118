import { z } from "zod";
import { isSecretVariable, kindOfSetting } from "#lib/domain/secrecy/credential-setting.ts";
import { variableIn } from "#lib/domain/secrecy/find-secrets.ts";
import { maskShapes } from "#lib/domain/secrecy/secret-shapes.ts";

/**
 * A text of a configuration that may be shown: nothing in it has the form of a
 * secret. Comes from {@link shownText} alone; who speaks this contract accepts
 * no other.
 */
export const shownTextSchema = z
  .string()
  .refine((text) => maskShapes(text) === text, "A secret may not be shown.")
  .brand<"shown">();
export type ShownText = z.infer<typeof shownTextSchema>;

/** First digits of a keyed fingerprint. */
const shortFingerprint = z.string().regex(/^[0-9a-f]{8}$/);

/** A piece of a value written as JSON: text as it stands there, or what stands in a secret's place. */
export const shownPartSchema = z.union([
  z.strictObject({ plain: shownTextSchema }),
  z.strictObject({ secret: shortFingerprint }),
]);
export type ShownPart = z.infer<typeof shownPartSchema>;

/** A value as JSON, in pieces. There is no way to write a secret itself into it. */
export const shownValueSchema = z.array(shownPartSchema).min(1).max(2001);
export type ShownValue = z.infer<typeof shownValueSchema>;

/** The text as it may be shown: what looks like a secret after all is masked. */
export function shownText(text: string): ShownText {
  const masked = maskShapes(text);
  const shown = shownTextSchema.safeParse(masked);
  return shown.success ? shown.data : shownTextSchema.parse("[masked]");
}

const literal = /"((?:[^"\\]|\\.)*)"(\s*:)?/g;
const partsOfReferences: ReadonlySet<string> = new Set([
  "env",
  "file",
  "exec",
  "store",
  "bulkhead",
  "default",
  "",
]);

/**
 * True where a value that belongs to a setting of credentials has a text that
 * is no part of a reference to one.
 *
 * @param path dotted
 */
export function quotesCredential(path: string, value: ShownValue | null): boolean {
  const kind = kindOfSetting(path.split("."));
  if (value === null || (kind !== "secret" && kind !== "bag")) return false;
  return value.some((part) => {
    if (!("plain" in part)) return false;
    return [...part.plain.matchAll(literal)].some(
      ([, text = "", colon]) => colon === undefined && !isOfReference(text),
    );
  });
}

function isOfReference(text: string): boolean {
  const isVariable = /^[A-Z][A-Z0-9_]*$/.test(text) && isSecretVariable(text);
  return partsOfReferences.has(text) || text.startsWith("/") || isVariable || variableIn(text) !== null;
}
