import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { RiskAcceptance } from "#lib/db/generated/client.ts";
import type { AcceptanceDto } from "#lib/services/acceptance/acceptance-dto.ts";
import { toAcceptanceDtos } from "#lib/services/acceptance/acceptance-row.ts";
import { acceptanceTermsSchema, agreeTerms } from "#lib/services/acceptance/acceptance-terms.ts";
import { writeAcceptance } from "#lib/services/acceptance/write-acceptance.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import { type LoadedSubject, loadSubject, subjectSchema } from "./load-subject.ts";

export const acceptRiskInput = acceptanceTermsSchema.extend({
  slug: slugReference,
  subject: subjectSchema,
  /** Keys of the faults that were on screen; of attempts, those that are accepted. */
  faults: z
    .array(z.string().max(4_000))
    .min(1, "Nothing is wrong that could be accepted.")
    .max(500)
    .readonly(),
  expiresOn: z.iso.date("Choose a day."),
});
export type AcceptRiskInput = z.input<typeof acceptRiskInput>;

/**
 * Accepts what is wrong with a tenant's item or by a rule, or what a probe gets
 * at from the tenants that are named; until a day. A fault that comes later is
 * not covered.
 *
 * @throws ServiceError CONFLICT when what is wrong has changed, is not measured, or is accepted already
 */
export async function acceptRisk(actor: Actor, input: AcceptRiskInput): Promise<AcceptanceDto> {
  authorize(actor, "risk.accept");
  const { slug, subject, faults, ...terms } = parseInput(acceptRiskInput, input);
  const now = new Date();
  return db.$transaction(async (tx) => {
    const agreed = await agreeTerms(tx, actor, terms, now);
    const loaded = await loadSubject(tx, slug, subject, now);
    refuseUnlessOpen(loaded, faults);
    const accepted = loaded.isEachByItself ? [...new Set(faults)].sort() : [...loaded.faults];
    const thing = { kind: subject.kind, subject: subject.id, title: loaded.title, faults: accepted };
    const row = await writeAcceptance(
      tx,
      actor,
      loaded.tenant,
      thing,
      agreed,
      now,
      isOutdatedBy(loaded, now),
    );
    const [dto] = toAcceptanceDtos([row], accepted, now);
    if (dto === undefined) throw new Error("One row gives one acceptance.");
    return dto;
  });
}

/**
 * One that has expired, or no longer covers what is wrong, gives way. What was
 * accepted since the last check is about what that check could not see yet, and
 * stays; so do other attempts that somebody answers for.
 */
function isOutdatedBy({ isEachByItself, observedAt }: LoadedSubject, now: Date) {
  return ({ expiresAt, createdAt }: RiskAcceptance) =>
    !isEachByItself && (expiresAt <= now || (observedAt !== null && createdAt <= observedAt));
}

function refuseUnlessOpen(
  { isEachByItself, verdict, faults, acceptances, title }: LoadedSubject,
  named: readonly string[],
): void {
  const valid = isEachByItself ? undefined : acceptances.find(({ state }) => state === "valid");
  if (valid !== undefined) {
    throw new ServiceError(
      "CONFLICT",
      `${valid.acceptedByName} has accepted “${title}” already, until ${valid.expiresAt.slice(0, 10)}.`,
      { nextStep: "Revoke that acceptance first if it must be worded or dated otherwise." },
    );
  }
  if (verdict !== "failed") {
    throw new ServiceError("CONFLICT", `“${title}” has not failed, or what was measured no longer counts.`, {
      nextStep: "Measure again. Only what was measured and failed, and nobody answers for, can be accepted.",
    });
  }
  const areThere = named.every((fault) => faults.includes(fault));
  if (!areThere || (!isEachByItself && named.length !== faults.length)) {
    throw new ServiceError("CONFLICT", "What was found has changed since you opened it.", {
      nextStep: "Read what is wrong now, then decide again.",
    });
  }
}
