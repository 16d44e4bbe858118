import { createHmac } from "node:crypto";

/** HMAC-SHA256 of a secret under the installation's key, as hex: equal only where one secret is in two places. */
export function fingerprint(key: Buffer, secret: string): string {
  return createHmac("sha256", key).update(secret, "utf8").digest("hex");
}

/** The first eight digits, enough for an operator to tell two fingerprints apart. */
export function shortFingerprint(value: string): string {
  return `${value.slice(0, 8)}…`;
}
