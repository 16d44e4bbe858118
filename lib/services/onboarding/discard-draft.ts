import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize, requirePerson } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { type DraftInput, draftInput } from "./get-draft.ts";

/** Throws one's own draft away; one that is gone already is no error. */
export async function discardDraft(actor: Actor, input: DraftInput): Promise<null> {
  authorize(actor, "tenant.onboard");
  const { userId } = requirePerson(actor);
  const { id } = parseInput(draftInput, input);
  if (z.uuid().safeParse(id).success) await db.onboardingDraft.deleteMany({ where: { id, userId } });
  return null;
}
