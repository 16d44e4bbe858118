import { db } from "#lib/db/db.ts";
import type { UserActor } from "../actor.ts";
import { liveSession, touchEveryMs } from "./session-limits.ts";

export type SessionRef = { readonly userId: string; readonly sessionId: string };

/** The person behind a session, as they are now and not as they were at sign-in. */
export type SignedIn = {
  readonly actor: UserActor;
  readonly email: string;
  readonly mustChangePassword: boolean;
  /** ISO 8601. */
  readonly expiresAt: string;
};

/**
 * Null when the session was revoked, has expired or was idle too long, or its user is disabled. With
 * `isActivity` it counts as used, which holds off the idle limit.
 */
export async function resolveSession(
  { userId, sessionId }: SessionRef,
  { now, isActivity }: { now: Date; isActivity: boolean },
): Promise<SignedIn | null> {
  const session = await db.session.findFirst({
    where: { id: sessionId, userId, user: { disabledAt: null }, ...liveSession(now) },
    include: { user: true },
  });
  if (!session) return null;
  const touchBefore = new Date(now.getTime() - touchEveryMs);
  if (isActivity && session.lastSeenAt < touchBefore) {
    await db.session.updateMany({
      where: { id: sessionId, revokedAt: null, lastSeenAt: { lt: touchBefore } },
      data: { lastSeenAt: now },
    });
  }
  const { user } = session;
  return {
    actor: {
      kind: "user",
      userId,
      sessionId,
      name: user.name,
      role: user.role,
      mustChangePassword: user.mustChangePassword,
    },
    email: user.email,
    mustChangePassword: user.mustChangePassword,
    expiresAt: session.expiresAt.toISOString(),
  };
}
