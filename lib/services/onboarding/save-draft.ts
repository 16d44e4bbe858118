import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { type Actor, authorize, requirePerson } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { toDraftDto } from "./draft-row.ts";
import type { DraftDto } from "./onboarding-dto.ts";

const maxDraftCharacters = 32_000;

export const saveDraftInput = z.strictObject({
  /** Left out for a new draft. */
  id: z.uuid().optional(),
  step: z.string().min(1).max(40),
  input: z
    .record(z.string(), z.json())
    .refine((input) => JSON.stringify(input).length <= maxDraftCharacters, "The draft is too long."),
});
export type SaveDraftInput = z.input<typeof saveDraftInput>;

/** Keeps an onboarding as far as it has been filled in. Only its author sees it. */
export async function saveDraft(actor: Actor, input: SaveDraftInput): Promise<DraftDto> {
  authorize(actor, "tenant.onboard");
  const { userId } = requirePerson(actor);
  const { id, step, input: answers } = parseInput(saveDraftInput, input);
  const data = { step, input: answers as Prisma.InputJsonObject };
  if (id === undefined) {
    return toDraftDto(await db.onboardingDraft.create({ data: { ...data, userId } }));
  }
  const [saved] = await db.onboardingDraft.updateManyAndReturn({ where: { id, userId }, data });
  if (saved === undefined) throw notFound("draft");
  return toDraftDto(saved);
}
