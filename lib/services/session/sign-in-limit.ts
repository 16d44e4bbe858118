import { createHash } from "node:crypto";
import { RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import { db } from "#lib/db/db.ts";
import type { SignInProblem } from "#lib/domain/account/sign-in-problem.ts";

const windowSeconds = 15 * 60;
export const attemptsPerEmail = 10;
export const attemptsPerAddress = 50;

const shared = { storeClient: db, tableName: "rateLimiterFlexible", duration: windowSeconds };
const byEmail = new RateLimiterPrisma({ ...shared, keyPrefix: "sign-in-email", points: attemptsPerEmail });
const byAddress = new RateLimiterPrisma({
  ...shared,
  keyPrefix: "sign-in-address",
  points: attemptsPerAddress,
});

/** Who tries; `address` is the browser's, null when it can't be known. */
export type Attempt = { readonly email: string; readonly address: string | null };

/**
 * Counts an attempt before the password is looked at, so that attempts made at once all count.
 * Answers the problem when there were too many, else null.
 */
export async function countAttempt({ email, address }: Attempt): Promise<SignInProblem | null> {
  try {
    if (address !== null) await byAddress.consume(keyOf(address));
    await byEmail.consume(keyOf(email));
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return { kind: "rate-limited", waitSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) };
  }
}

/** Takes back what a person's right password has shown to be honest. */
export async function forgiveAttempts({ email, address }: Attempt): Promise<void> {
  await byEmail.delete(keyOf(email));
  if (address !== null) await byAddress.reward(keyOf(address));
}

/** People type passwords into the wrong field: what was entered is kept as a digest only. */
function keyOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
