import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize, requirePerson } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { toDraftDto } from "./draft-row.ts";
import type { DraftDto } from "./onboarding-dto.ts";

export const draftInput = z.object({ id: z.string() });
export type DraftInput = z.input<typeof draftInput>;

/** One's own draft, to go on with. */
export async function getDraft(actor: Actor, input: DraftInput): Promise<DraftDto> {
  authorize(actor, "tenant.onboard");
  const { userId } = requirePerson(actor);
  const { id } = parseInput(draftInput, input);
  const row = z.uuid().safeParse(id).success
    ? await db.onboardingDraft.findFirst({ where: { id, userId } })
    : null;
  if (row === null) throw notFound("draft");
  return toDraftDto(row);
}
