import { createHash } from "node:crypto";

/** Equal only for the same secrets in the same order. */
export function secretsDigest(secrets: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(secrets)).digest("hex");
}
