import { z } from "zod";
import { db, type Tx } from "#lib/db/db.ts";
import type { User } from "#lib/db/generated/client.ts";
import type { SignInProblem } from "#lib/domain/account/sign-in-problem.ts";
import { type Counted, countAttempt } from "#lib/services/limits/sign-in-limit.ts";
import { recordActivity } from "../activity/record-activity.ts";
import type { UserActor } from "../actor.ts";
import { Turnstile, TurnstileFull } from "../limits/turnstile.ts";
import { emailField } from "../text-field.ts";
import { isOneTimePassword } from "../user/one-time-password.ts";
import { passwordMaxLength } from "../user/own-password.ts";
import { verifyPassword } from "../user/password-hash.ts";
import { absoluteLimitMs } from "./session-limits.ts";

const signInInput = z.object({
  email: emailField,
  password: z.string().min(1).max(passwordMaxLength),
});

/** A browser that somebody signed in from before, as its own cookie proves. */
export type KnownDevice = { readonly userId: string; readonly deviceId: string };
export type Browser = {
  /** Null when it can't be known. */
  readonly address: string | null;
  readonly userAgent: string;
  /** Left out or null for one that isn't known. */
  readonly device?: KnownDevice | null;
};
export type SignIn =
  | { readonly ok: true; readonly userId: string; readonly sessionId: string }
  | { readonly ok: false; readonly problem: SignInProblem };

/** Each has a few turns at the database before its password waits its turn. */
const signIns = new Turnstile({ atOnce: 16, waiting: 32 });

/**
 * Opens a session for a person's email address and password. Takes as long for an unknown address as
 * for a wrong password, and answers `busy` at once when more people sign in than can be served.
 */
export async function signIn(credentials: unknown, browser: Browser): Promise<SignIn> {
  const parsed = signInInput.safeParse(credentials);
  if (!parsed.success) return rejected;
  const isFirst = Boolean(browser.device);
  try {
    return await signIns.run(() => signInWith(parsed.data, browser), { isFirst });
  } catch (error) {
    if (error instanceof TurnstileFull) return busy(error);
    throw error;
  }
}

const rejected: SignIn = { ok: false, problem: { kind: "rejected" } };

async function signInWith(
  { email, password }: z.output<typeof signInInput>,
  { address, userAgent, device }: Browser,
): Promise<SignIn> {
  const user = await db.user.findUnique({ where: { email } });
  const deviceId = user !== null && device?.userId === user.id ? device.deviceId : null;
  // It can't be guessed, so there is nothing to limit, and nobody can keep its owner out.
  const isOneTime = isOneTimePassword(password, user?.oneTimeDigest ?? null);
  const counted: Counted = isOneTime ? unlimited : await countAttempt({ email, address, deviceId });
  if (!counted.ok) return counted;
  let isRight: boolean;
  try {
    const isFirst = isOneTime || deviceId !== null;
    isRight = await verifyPassword(password, user?.passwordHash ?? null, { isFirst });
  } catch (error) {
    // Nobody has looked at the password.
    await counted.giveBack();
    throw error;
  }
  if (!user || !isRight) return rejected;
  await counted.giveBack();
  if (user.disabledAt !== null) return { ok: false, problem: { kind: "disabled" } };
  const sessionId = await db.$transaction((tx) => openSession(tx, user, userAgent));
  return sessionId === null ? rejected : { ok: true, userId: user.id, sessionId };
}

const unlimited: Counted = { ok: true, giveBack: async () => {} };

function busy({ waitSeconds }: TurnstileFull): SignIn {
  return { ok: false, problem: { kind: "busy", waitSeconds } };
}

/** Null when the password was replaced or the user disabled since the password was checked. */
async function openSession(tx: Tx, user: User, userAgent: string): Promise<string | null> {
  // The lock makes a password reset wait, so that it ends this session too.
  const unchanged = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "User"
    WHERE "id" = ${user.id}::uuid AND "passwordHash" = ${user.passwordHash} AND "disabledAt" IS NULL
    FOR SHARE`;
  if (unchanged.length === 0) return null;
  const now = Date.now();
  const longEnded = new Date(now - 4 * absoluteLimitMs);
  await tx.session.deleteMany({ where: { userId: user.id, expiresAt: { lt: longEnded } } });
  const session = await tx.session.create({
    data: {
      userId: user.id,
      userAgent: userAgent.slice(0, 400),
      expiresAt: new Date(now + absoluteLimitMs),
    },
  });
  const actor: UserActor = { kind: "user", userId: user.id, name: user.name, role: user.role };
  await recordActivity(tx, actor, { action: "session.create", details: { sessionId: session.id } });
  return session.id;
}
