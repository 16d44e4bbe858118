import { type Actor, authorize, requirePerson } from "../actor.ts";
import { readLiveSessions } from "./live-sessions.ts";
import type { SessionDto } from "./session-dto.ts";

/** Where the person who asks is signed in, last used first. */
export async function listOwnSessions(actor: Actor): Promise<readonly SessionDto[]> {
  authorize(actor, "session.manage-own");
  return readLiveSessions(requirePerson(actor).userId, actor);
}
