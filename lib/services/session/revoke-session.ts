import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize, may, requirePerson } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { notFound } from "../service-error.ts";
import { markRevoked } from "./end-session.ts";

const revokeSessionInput = z.object({ sessionId: z.uuid() });
export type RevokeSessionInput = z.input<typeof revokeSessionInput>;

/** Signs one browser out: one's own, or anybody's for those who manage users. Safe to repeat. */
export async function revokeSession(actor: Actor, input: RevokeSessionInput): Promise<{ sessionId: string }> {
  authorize(actor, "session.manage-own");
  const person = requirePerson(actor);
  const { sessionId } = parseInput(revokeSessionInput, input);
  await db.$transaction(async (tx) => {
    const session = await tx.session.findFirst({
      where: { id: sessionId, ...(!may(person.role, "user.manage") && { userId: person.userId }) },
    });
    if (!session) throw notFound("session");
    await markRevoked(tx, actor, session);
  });
  return { sessionId };
}
