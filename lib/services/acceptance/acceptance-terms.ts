import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import { longestAcceptanceDays } from "#lib/domain/risk/acceptance.ts";
import { type Actor, authorize, requirePerson } from "#lib/services/actor.ts";
import { ServiceError } from "#lib/services/service-error.ts";

const dayMs = 86_400_000;
const defaultDays = 365;

export const reasonSchema = z
  .string()
  .trim()
  .min(10, "Say why in a sentence: an auditor will read it.")
  .max(1_000, "Use at most 1,000 characters.");

/** Why somebody answers for a risk, who does, and until when. */
export const acceptanceTermsSchema = z.strictObject({
  reason: reasonSchema,
  /** Who answers for it; the one who accepts it when left out. */
  ownerId: z.uuid("Choose who answers for it.").optional(),
  /** The last day on which it counts; a year from now when left out. */
  expiresOn: z.iso.date("Choose a day.").optional(),
});
export type AcceptanceTerms = z.output<typeof acceptanceTermsSchema>;

/** Terms as they are kept with what is accepted. */
export type AgreedTerms = {
  readonly reason: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly acceptedByName: string;
  readonly expiresAt: Date;
};

/**
 * Who accepts, who answers, and when it ends.
 *
 * @param at where the terms stand in the input, for the fields of a refusal: "acceptance."
 * @throws ServiceError FORBIDDEN for whoever may not accept, INVALID for a day or an owner that can't be
 */
export async function agreeTerms(
  tx: Tx,
  actor: Actor,
  { reason, ownerId, expiresOn }: AcceptanceTerms,
  now: Date,
  at = "",
): Promise<AgreedTerms> {
  authorize(actor, "risk.accept");
  const person = requirePerson(actor);
  const expiresAt = endOf(expiresOn ?? dayAfter(defaultDays, now), now, `${at}expiresOn`);
  const owner = await tx.user.findFirst({
    where: { id: ownerId ?? person.userId, disabledAt: null },
    select: { id: true, name: true },
  });
  if (owner === null) throw invalid(`${at}ownerId`, "This person is not active. Choose another.");
  return { reason, ownerId: owner.id, ownerName: owner.name, acceptedByName: person.name, expiresAt };
}

/** The last day of an acceptance, as people write it. */
export function lastDayOf({ expiresAt }: Pick<AgreedTerms, "expiresAt">): string {
  return new Date(expiresAt.getTime() - 1).toISOString().slice(0, 10);
}

function dayAfter(days: number, now: Date): string {
  return new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
}

function endOf(day: string, now: Date, field: string): Date {
  const end = new Date(Date.parse(`${day}T00:00:00Z`) + dayMs);
  const latest = new Date(now.getTime() + longestAcceptanceDays * dayMs);
  if (end <= now) throw invalid(field, "Choose a day that has not passed.");
  if (end.getTime() - dayMs > latest.getTime()) throw invalid(field, "Choose a day within one year.");
  return end;
}

function invalid(field: string, message: string): ServiceError {
  return new ServiceError("INVALID", "Some of what was entered can't be used.", {
    nextStep: "Correct the marked fields and try again.",
    fields: { [field]: message },
  });
}
