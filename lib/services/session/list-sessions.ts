import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize, requirePerson } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { notFound } from "../service-error.ts";
import type { SessionDto } from "./session-dto.ts";
import { liveSession } from "./session-limits.ts";

/** Where the person who asks is signed in, last used first. */
export async function listOwnSessions(actor: Actor): Promise<readonly SessionDto[]> {
  authorize(actor, "session.manage-own");
  return liveSessionsOf(requirePerson(actor).userId, actor);
}

export const listUserSessionsInput = z.object({ userId: z.uuid() });
export type ListUserSessionsInput = z.input<typeof listUserSessionsInput>;

/** Where somebody is signed in, last used first. */
export async function listUserSessions(
  actor: Actor,
  input: ListUserSessionsInput,
): Promise<readonly SessionDto[]> {
  authorize(actor, "user.manage");
  const { userId } = parseInput(listUserSessionsInput, input);
  if ((await db.user.count({ where: { id: userId } })) === 0) throw notFound("user");
  return liveSessionsOf(userId, actor);
}

async function liveSessionsOf(userId: string, actor: Actor): Promise<readonly SessionDto[]> {
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
