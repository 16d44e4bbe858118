import { db, type Tx } from "#lib/db/db.ts";
import { recordActivity } from "../activity/record-activity.ts";
import type { Actor } from "../actor.ts";
import type { SessionRef } from "./resolve-session.ts";

/** Signing out: a one-time password is no obstacle, and a session that already ended is left alone. */
export async function endSession({ userId, sessionId }: SessionRef): Promise<void> {
  await db.$transaction(async (tx) => {
    const session = await tx.session.findFirst({
      where: { id: sessionId, userId },
      include: { user: { select: { name: true, role: true } } },
    });
    if (!session) return;
    await markRevoked(tx, { kind: "user", userId, ...session.user }, session);
  });
}

/** True when this call ended it. */
export async function markRevoked(
  tx: Tx,
  actor: Actor,
  session: { id: string; userId: string },
): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id: session.id, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  if (count === 0) return false;
  await recordActivity(tx, actor, {
    action: "session.revoke",
    details: { sessionId: session.id, userId: session.userId },
  });
  return true;
}
