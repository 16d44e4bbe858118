import { z } from "zod";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { SillyCombination } from "#lib/domain/tool-policy/silly-combination.ts";
import type { Actor } from "#lib/services/actor.ts";
import { ServiceError } from "#lib/services/service-error.ts";

export const acceptedReason = z
  .string()
  .trim()
  .min(10, "Say in a sentence why this is acceptable.")
  .max(500, "Use at most 500 characters.");

/**
 * What is stored of combinations that give too much: null where there are none,
 * and who accepted them why where there are.
 *
 * @throws ServiceError INVALID on `acceptedReason` when nobody gave a reason
 */
export function acceptCombinations(
  actor: Actor,
  combinations: readonly SillyCombination[],
  reason: string | undefined,
  at: Date,
): Prisma.InputJsonObject | null {
  const [first] = combinations;
  if (first === undefined) return null;
  if (reason === undefined) {
    throw new ServiceError("INVALID", `${first.title}. ${first.why}`, {
      nextStep: first.remedy,
      fields: { acceptedReason: "Choose another policy, or say why this risk is acceptable." },
    });
  }
  return { combinations: combinations.map(({ id }) => id), reason, by: actor.name, at: at.toISOString() };
}
