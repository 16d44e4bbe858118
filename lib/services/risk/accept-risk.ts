import { z } from "zod";
import { db, type Tx } from "#lib/db/db.ts";
import { longestAcceptanceDays } from "#lib/domain/risk/acceptance.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize, requirePerson } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { toAcceptanceDto } from "./acceptance-row.ts";
import { type LoadedSubject, loadSubject, subjectSchema } from "./load-subject.ts";
import type { AcceptanceDto } from "./risk-dto.ts";

const dayMs = 86_400_000;

export const acceptRiskInput = z.strictObject({
  slug: slugReference,
  subject: subjectSchema,
  /** Keys of the faults that were on screen. */
  faults: z
    .array(z.string().max(4_000))
    .min(1, "Nothing is wrong that could be accepted.")
    .max(500)
    .readonly(),
  reason: z
    .string()
    .trim()
    .min(10, "Say why in a sentence: an auditor will read it.")
    .max(1_000, "Use at most 1,000 characters."),
  /** Who answers for it; the one who accepts it when left out. */
  ownerId: z.uuid("Choose who answers for it.").optional(),
  /** The last day on which it counts. */
  expiresOn: z.iso.date("Choose a day."),
});
export type AcceptRiskInput = z.input<typeof acceptRiskInput>;

/**
 * Accepts what is wrong with a tenant's item or by a rule, by name and until a
 * day. A fault that comes later is not covered.
 *
 * @throws ServiceError CONFLICT when what is wrong has changed, is not measured, or is accepted already
 */
export async function acceptRisk(actor: Actor, input: AcceptRiskInput): Promise<AcceptanceDto> {
  authorize(actor, "risk.accept");
  const person = requirePerson(actor);
  const { slug, subject, faults, reason, ownerId, expiresOn } = parseInput(acceptRiskInput, input);
  const now = new Date();
  const expiresAt = endOf(expiresOn, now);
  return db.$transaction(async (tx) => {
    const loaded = await loadSubject(tx, slug, subject, now);
    refuseUnlessSame(loaded, faults);
    const owner = await findOwner(tx, ownerId ?? person.userId);
    const where = { tenantId: loaded.tenant.id, kind: subject.kind, subject: subject.id };
    // One that has expired, or no longer covers what is wrong, gives way.
    await tx.riskAcceptance.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: now } });
    const row = await tx.riskAcceptance.create({
      data: {
        ...where,
        faults: [...loaded.faults],
        reason,
        ownerId: owner.id,
        ownerName: owner.name,
        acceptedByName: person.name,
        expiresAt,
      },
    });
    await recordActivity(tx, actor, {
      action: "risk.accept",
      tenantId: loaded.tenant.id,
      clientId: loaded.tenant.clientId,
      details: { slug, title: loaded.title, subject: subject.id, reason, owner: owner.name, expiresOn },
    });
    return toAcceptanceDto(row, loaded.faults, now);
  });
}

function endOf(day: string, now: Date): Date {
  const end = new Date(Date.parse(`${day}T00:00:00Z`) + dayMs);
  const latest = new Date(now.getTime() + longestAcceptanceDays * dayMs);
  if (end <= now) throw invalidDay("Choose a day that has not passed.");
  if (end.getTime() - dayMs > latest.getTime()) throw invalidDay("Choose a day within one year.");
  return end;
}

function invalidDay(message: string): ServiceError {
  return new ServiceError("INVALID", "Some of what was entered can't be used.", {
    nextStep: "Correct the marked fields and try again.",
    fields: { expiresOn: message },
  });
}

function refuseUnlessSame({ verdict, faults, acceptance, title }: LoadedSubject, named: readonly string[]) {
  if (acceptance?.state === "valid") {
    throw new ServiceError(
      "CONFLICT",
      `${acceptance.acceptedByName} has accepted “${title}” already, until ${acceptance.expiresAt.slice(0, 10)}.`,
      { nextStep: "Revoke that acceptance first if it must be worded or dated otherwise." },
    );
  }
  if (verdict !== "failed") {
    throw new ServiceError("CONFLICT", `“${title}” has not failed, or what was measured no longer counts.`, {
      nextStep: "Check the host again. Only what was measured and failed can be accepted.",
    });
  }
  const isSame = named.length === faults.length && named.every((fault) => faults.includes(fault));
  if (!isSame) {
    throw new ServiceError("CONFLICT", "What was found has changed since you opened it.", {
      nextStep: "Read what is wrong now, then decide again.",
    });
  }
}

async function findOwner(tx: Tx, id: string) {
  const owner = await tx.user.findFirst({
    where: { id, disabledAt: null },
    select: { id: true, name: true },
  });
  if (owner !== null) return owner;
  throw new ServiceError("INVALID", "Some of what was entered can't be used.", {
    nextStep: "Correct the marked fields and try again.",
    fields: { ownerId: "This person is not active. Choose another." },
  });
}
