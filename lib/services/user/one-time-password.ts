import { createHash, randomInt, timingSafeEqual } from "node:crypto";

// Without the letters and digits that are taken for each other when read aloud or copied by hand.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** Four groups of five letters, 99 bits. */
export function createOneTimePassword(): string {
  const group = () => Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join("");
  return [group(), group(), group(), group()].join("-");
}

/**
 * What a one-time password is recognized by before its hash is asked. A plain
 * digest is enough: 99 random bits can't be found by trying.
 */
export function digestOneTimePassword(password: string): string {
  return createHash("sha256").update(`one-time ${password}`).digest("base64url");
}

/** @param digest of the password that was handed out; null when none was */
export function isOneTimePassword(password: string, digest: string | null): boolean {
  const [entered, kept] = [Buffer.from(digestOneTimePassword(password)), Buffer.from(digest ?? "")];
  return entered.length === kept.length && timingSafeEqual(entered, kept);
}
