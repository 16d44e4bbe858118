import { db } from "#lib/db/db.ts";
import type { Actor } from "../actor.ts";
import type { SessionDto } from "./session-dto.ts";
import { liveSession } from "./session-limits.ts";

/** The sessions of a user that still hold, last used first. Whoever calls has authorized it. */
export async function readLiveSessions(userId: string, actor: Actor): Promise<readonly SessionDto[]> {
  const sessions = await db.session.findMany({
    where: { userId, ...liveSession(new Date()) },
    orderBy: [{ lastSeenAt: "desc" }, { id: "asc" }],
    take: 200,
  });
  return sessions.map((session) => ({
    id: session.id,
    userAgent: session.userAgent,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    isCurrent: actor.kind === "user" && actor.sessionId === session.id,
  }));
}
