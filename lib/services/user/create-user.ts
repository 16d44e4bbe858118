import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { recordActivity } from "../activity/record-activity.ts";
import { type Actor, authorize, roles } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { emailField, lineField } from "../text-field.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { emailTaken } from "./email-taken.ts";
import { createOneTimePassword, digestOneTimePassword } from "./one-time-password.ts";
import { hashPassword } from "./password-hash.ts";
import { type OneTimePasswordDto, toUserDto } from "./user-dto.ts";

const createUserInput = z.object({
  email: emailField,
  name: lineField(100).min(1, "Enter a name."),
  role: z.enum(roles, "Choose a role."),
});
export type CreateUserInput = z.input<typeof createUserInput>;

/** A new person with a one-time password, which the answer alone contains. */
export async function createUser(actor: Actor, input: CreateUserInput): Promise<OneTimePasswordDto> {
  authorize(actor, "user.manage");
  const { email, name, role } = parseInput(createUserInput, input);
  const oneTimePassword = createOneTimePassword();
  const oneTimeDigest = digestOneTimePassword(oneTimePassword);
  const passwordHash = await hashPassword(oneTimePassword);
  try {
    const user = await db.$transaction(async (tx) => {
      const created = await tx.user.create({ data: { email, name, role, passwordHash, oneTimeDigest } });
      await recordActivity(tx, actor, {
        action: "user.create",
        details: { userId: created.id, email, name, role },
      });
      return created;
    });
    return { user: toUserDto(user), oneTimePassword };
  } catch (error) {
    if (isUniqueViolation(error)) throw emailTaken(email, error);
    throw error;
  }
}
