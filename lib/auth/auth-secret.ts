import { readFileSync } from "node:fs";
import { env } from "#lib/env/env.ts";

let secret: string | undefined;

/**
 * The key that session cookies are encrypted with, read on first use and then kept.
 *
 * @throws Error when the file is missing or too short to be a key
 */
export function authSecret(): string {
  secret ??= readSecret(env().authSecretFile);
  return secret;
}

function readSecret(file: string): string {
  const text = readFileSync(file, "utf8").trim();
  if (text.length < 32) throw new Error(`The key in ${file} is shorter than 32 characters.`);
  return text;
}
