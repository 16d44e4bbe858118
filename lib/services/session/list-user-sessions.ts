import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { notFound } from "../service-error.ts";
import { readLiveSessions } from "./live-sessions.ts";
import type { SessionDto } from "./session-dto.ts";

const listUserSessionsInput = z.object({ userId: z.uuid() });
export type ListUserSessionsInput = z.input<typeof listUserSessionsInput>;

/** Where somebody is signed in, last used first. */
export async function listUserSessions(
  actor: Actor,
  input: ListUserSessionsInput,
): Promise<readonly SessionDto[]> {
  authorize(actor, "user.manage");
  const { userId } = parseInput(listUserSessionsInput, input);
  if ((await db.user.count({ where: { id: userId } })) === 0) throw notFound("user");
  return readLiveSessions(userId, actor);
}
