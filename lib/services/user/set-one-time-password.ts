import type { Db } from "#lib/db/db.ts";
import { recordActivity } from "../activity/record-activity.ts";
import type { Actor } from "../actor.ts";
import { notFound } from "../service-error.ts";
import { createOneTimePassword, digestOneTimePassword } from "./one-time-password.ts";
import { hashPassword } from "./password-hash.ts";
import { type OneTimePasswordDto, toUserDto } from "./user-dto.ts";

/** Gives a user a one-time password and ends their sessions. Whoever calls has authorized it. */
export async function setOneTimePassword(
  database: Db,
  actor: Actor,
  userId: string,
): Promise<OneTimePasswordDto> {
  const oneTimePassword = createOneTimePassword();
  const passwordHash = await hashPassword(oneTimePassword);
  return database.$transaction(async (tx) => {
    const changed = await tx.user.updateMany({
      where: { id: userId },
      data: {
        passwordHash,
        mustChangePassword: true,
        oneTimeDigest: digestOneTimePassword(oneTimePassword),
      },
    });
    if (changed.count === 0) throw notFound("user");
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const revoked = await tx.session.updateMany({
      where: { userId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    await recordActivity(tx, actor, {
      action: "user.reset-password",
      details: { userId, email: user.email, revokedSessions: revoked.count },
    });
    return { user: toUserDto(user), oneTimePassword };
  });
}
