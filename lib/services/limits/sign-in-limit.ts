import { createHash } from "node:crypto";
import { RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import { db } from "#lib/db/db.ts";
import type { SignInProblem } from "#lib/domain/account/sign-in-problem.ts";
import { addressGroup } from "./address-group.ts";

const windowSeconds = 15 * 60;
/** Wrong passwords in {@link windowSeconds}: from one address whatever the account, and for one account from one address. */
export const attemptsPerAddress = 50;
export const attemptsPerPair = 10;
/** For one account from anywhere. Beyond, browsers that nobody signed in from share one try in {@link slowSeconds}. */
export const attemptsPerAccount = 30;
const slowSeconds = 10;
/** From one browser that the account's own person has signed in from, and from one session that proves its password again. */
export const attemptsPerDevice = 10;

// Kept in the database, so that several web processes count together and a restart forgets nothing.
const limiter = (keyPrefix: string, points: number, duration = windowSeconds) =>
  new RateLimiterPrisma({ storeClient: db, tableName: "rateLimiterFlexible", keyPrefix, points, duration });
const byAddress = limiter("sign-in-address", attemptsPerAddress);
const byPair = limiter("sign-in-pair", attemptsPerPair);
const byAccount = limiter("sign-in-account", attemptsPerAccount);
const slowly = limiter("sign-in-slowly", 1, slowSeconds);
const byDevice = limiter("sign-in-device", attemptsPerDevice);
const bySession = limiter("prove-password", attemptsPerDevice);

/** Who tries. */
export type Attempt = {
  readonly email: string;
  /** The browser's; null when it can't be known, which counts as one address. */
  readonly address: string | null;
  /** Names a browser that this very account was signed in from before; else null. */
  readonly deviceId: string | null;
};

/** An attempt that was let through and counted. `giveBack` takes it, and no other, from the count again. */
export type Counted =
  | { readonly ok: true; giveBack(): Promise<void> }
  | { readonly ok: false; readonly problem: SignInProblem };

type Step = { readonly limiter: RateLimiterPrisma; readonly key: string };

/**
 * Counts an attempt before the password is looked at, so that attempts made at
 * once all count. A known browser has a count of its own: what strangers do to
 * an account, or from the same address, doesn't keep it out.
 */
export async function countAttempt({ email, address, deviceId }: Attempt): Promise<Counted> {
  if (deviceId !== null) {
    const known = await count([{ limiter: byDevice, key: keyOf(deviceId) }]);
    if (known.ok) return known;
  }
  const group = address === null ? "unknown" : addressGroup(address);
  const counted = await count([
    { limiter: byAddress, key: keyOf(group) },
    { limiter: byPair, key: keyOf(`${group} ${email}`) },
  ]);
  if (!counted.ok) return counted;
  const account = await count([{ limiter: byAccount, key: keyOf(email) }]);
  const slow = account.ok ? account : await count([{ limiter: slowly, key: keyOf(email) }]);
  if (!slow.ok) return slow;
  return {
    ok: true,
    giveBack: async () => {
      await counted.giveBack();
      await (account.ok ? account.giveBack() : byAccount.reward(keyOf(email)));
    },
  };
}

/** The same for a person who is signed in and proves their password again: only their own session can use it up. */
export function countProof(sessionId: string): Promise<Counted> {
  return count([{ limiter: bySession, key: keyOf(sessionId) }]);
}

async function count(steps: readonly Step[]): Promise<Counted> {
  try {
    for (const { limiter, key } of steps) await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const waitSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    return { ok: false, problem: { kind: "rate-limited", waitSeconds } };
  }
  const giveBack = async () => {
    for (const { limiter, key } of steps) await limiter.reward(key);
  };
  return { ok: true, giveBack };
}

/** People type passwords into the wrong field: what was entered is kept as a digest only. */
function keyOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
