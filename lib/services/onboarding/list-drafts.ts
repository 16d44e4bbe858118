import { db } from "#lib/db/db.ts";
import { type Actor, authorize, requirePerson } from "#lib/services/actor.ts";
import { toDraftDto } from "./draft-row.ts";
import type { DraftDto } from "./onboarding-dto.ts";

/** One's own unfinished onboardings, last touched first. */
export async function listDrafts(actor: Actor): Promise<DraftDto[]> {
  authorize(actor, "tenant.onboard");
  const { userId } = requirePerson(actor);
  const rows = await db.onboardingDraft.findMany({
    where: { userId },
    orderBy: { updatedAt: "desc" },
    take: 50,
  });
  return rows.map(toDraftDto);
}
