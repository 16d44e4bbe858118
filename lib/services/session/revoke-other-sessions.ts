import { db } from "#lib/db/db.ts";
import { recordActivity } from "../activity/record-activity.ts";
import { type Actor, authorize, requirePerson } from "../actor.ts";
import { liveSession } from "./session-limits.ts";

/** Signs the person out everywhere except in the browser they act from. */
export async function revokeOtherSessions(actor: Actor): Promise<{ revokedSessions: number }> {
  authorize(actor, "session.manage-own");
  const { userId, sessionId } = requirePerson(actor);
  const now = new Date();
  return db.$transaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { userId, ...liveSession(now), ...(sessionId && { id: { not: sessionId } }) },
      data: { revokedAt: now },
    });
    if (count > 0) {
      await recordActivity(tx, actor, {
        action: "session.revoke-others",
        details: { revokedSessions: count },
      });
    }
    return { revokedSessions: count };
  });
}
