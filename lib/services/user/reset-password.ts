import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { setOneTimePassword } from "./set-one-time-password.ts";
import type { OneTimePasswordDto } from "./user-dto.ts";

const resetPasswordInput = z.object({ userId: z.uuid() });
export type ResetPasswordInput = z.input<typeof resetPasswordInput>;

/** A new one-time password for a user, shown once; every session of theirs ends. */
export async function resetPassword(actor: Actor, input: ResetPasswordInput): Promise<OneTimePasswordDto> {
  authorize(actor, "user.manage");
  const { userId } = parseInput(resetPasswordInput, input);
  return setOneTimePassword(db, actor, userId);
}
