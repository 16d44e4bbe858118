import { z } from "zod";
import { db, type Tx } from "#lib/db/db.ts";
import type { User } from "#lib/db/generated/client.ts";
import type { SignInProblem } from "#lib/domain/account/sign-in-problem.ts";
import { recordActivity } from "../activity/record-activity.ts";
import type { UserActor } from "../actor.ts";
import { emailField } from "../text-field.ts";
import { passwordMaxLength } from "../user/own-password.ts";
import { verifyPassword } from "../user/password-hash.ts";
import { absoluteLimitMs } from "./session-limits.ts";
import { countAttempt, forgiveAttempts } from "./sign-in-limit.ts";

const signInInput = z.object({
  email: emailField,
  password: z.string().min(1).max(passwordMaxLength),
});

export type Browser = { readonly address: string | null; readonly userAgent: string };
export type SignIn =
  | { readonly ok: true; readonly userId: string; readonly sessionId: string }
  | { readonly ok: false; readonly problem: SignInProblem };

/**
 * Opens a session for a person's email address and password. Takes as long for an unknown address as
 * for a wrong password.
 */
export async function signIn(credentials: unknown, browser: Browser): Promise<SignIn> {
  const parsed = signInInput.safeParse(credentials);
  if (!parsed.success) return { ok: false, problem: { kind: "rejected" } };
  const { email, password } = parsed.data;
  const attempt = { email, address: browser.address };
  const tooMany = await countAttempt(attempt);
  if (tooMany) return { ok: false, problem: tooMany };

  const user = await db.user.findUnique({ where: { email } });
  const isRight = await verifyPassword(password, user?.passwordHash ?? null);
  if (!user || !isRight) return { ok: false, problem: { kind: "rejected" } };
  if (user.disabledAt !== null) return { ok: false, problem: { kind: "disabled" } };
  const sessionId = await db.$transaction((tx) => openSession(tx, user, browser.userAgent));
  if (sessionId === null) return { ok: false, problem: { kind: "rejected" } };
  await forgiveAttempts(attempt);
  return { ok: true, userId: user.id, sessionId };
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
