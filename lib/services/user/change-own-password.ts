import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { describeSignInProblem } from "#lib/domain/account/sign-in-problem.ts";
import { countProof } from "#lib/services/limits/sign-in-limit.ts";
import { recordActivity } from "../activity/record-activity.ts";
import { type Actor, requirePerson, type UserActor } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { notFound, ServiceError } from "../service-error.ts";
import { ownPasswordField, passwordMaxLength, passwordWeakness } from "./own-password.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";

const changeOwnPasswordInput = z.object({
  currentPassword: z.string().min(1, "Enter your current password.").max(passwordMaxLength),
  newPassword: ownPasswordField,
});
export type ChangeOwnPasswordInput = z.input<typeof changeOwnPasswordInput>;

/**
 * A person's own new password. Their other sessions end; the one they act from stays. The only verb
 * besides signing out that a one-time password allows.
 */
export async function changeOwnPassword(
  actor: Actor,
  input: ChangeOwnPasswordInput,
): Promise<{ revokedSessions: number }> {
  const person = requirePerson(actor);
  const { currentPassword, newPassword } = parseInput(changeOwnPasswordInput, input);
  const user = await db.user.findFirst({ where: { id: person.userId, disabledAt: null } });
  if (!user) throw notFound("user");
  await proveCurrentPassword(person.sessionId ?? person.userId, currentPassword, user.passwordHash);
  const weakness = passwordWeakness(newPassword, { email: user.email, current: currentPassword });
  if (weakness) {
    throw new ServiceError("INVALID", "The new password can't be used.", {
      nextStep: weakness,
      fields: { newPassword: weakness },
    });
  }
  return replacePassword(person, user.passwordHash, await hashPassword(newPassword));
}

/** Counted, so that a borrowed browser is no way to guess; by its session, so that nobody else can use the tries up. */
async function proveCurrentPassword(session: string, password: string, hash: string): Promise<void> {
  const counted = await countProof(session);
  if (!counted.ok) {
    const { message, nextStep } = describeSignInProblem(counted.problem);
    throw new ServiceError("RATE_LIMITED", message, { nextStep });
  }
  if (!(await verifyPassword(password, hash, { isFirst: true }))) {
    throw new ServiceError("INVALID", "The current password is wrong.", {
      nextStep: "Enter the password you signed in with.",
      fields: { currentPassword: "This isn't your current password." },
    });
  }
  await counted.giveBack();
}

async function replacePassword(
  person: UserActor,
  oldHash: string,
  passwordHash: string,
): Promise<{ revokedSessions: number }> {
  return db.$transaction(async (tx) => {
    const changed = await tx.user.updateMany({
      where: { id: person.userId, passwordHash: oldHash },
      data: { passwordHash, mustChangePassword: false, oneTimeDigest: null },
    });
    if (changed.count === 0) {
      throw new ServiceError("CONFLICT", "Your password was changed elsewhere at the same moment.", {
        nextStep: "Sign in again with the newest password.",
      });
    }
    const revoked = await tx.session.updateMany({
      where: {
        userId: person.userId,
        revokedAt: null,
        ...(person.sessionId && { id: { not: person.sessionId } }),
      },
      data: { revokedAt: new Date() },
    });
    await recordActivity(tx, person, {
      action: "user.change-own-password",
      details: { revokedSessions: revoked.count },
    });
    return { revokedSessions: revoked.count };
  });
}
