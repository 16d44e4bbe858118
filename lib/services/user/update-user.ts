import { z } from "zod";
import { db, type Tx } from "#lib/db/db.ts";
import type { User } from "#lib/db/generated/client.ts";
import { recordActivity } from "../activity/record-activity.ts";
import { type Actor, authorize, roles } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { notFound, ServiceError } from "../service-error.ts";
import { emailField, lineField } from "../text-field.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { emailTaken } from "./email-taken.ts";
import { toUserDto, type UserDto } from "./user-dto.ts";

const updateUserInput = z.object({
  userId: z.uuid(),
  name: lineField(100).min(1, "Enter a name.").optional(),
  email: emailField.optional(),
  role: z.enum(roles, "Choose a role.").optional(),
  isDisabled: z.boolean().optional(),
});
export type UpdateUserInput = z.input<typeof updateUserInput>;
type Changes = z.output<typeof updateUserInput>;

/**
 * Changes what is given and leaves the rest. A disabled user is signed out everywhere. The last active
 * owner can be neither demoted nor disabled.
 */
export async function updateUser(actor: Actor, input: UpdateUserInput): Promise<UserDto> {
  authorize(actor, "user.manage");
  const changes = parseInput(updateUserInput, input);
  try {
    return await db.$transaction(async (tx) => {
      const user = await lockUser(tx, changes.userId);
      return toUserDto(await applyChanges(tx, actor, user, changes));
    });
  } catch (error) {
    if (changes.email && isUniqueViolation(error)) throw emailTaken(changes.email, error);
    throw error;
  }
}

/**
 * Locks every active owner, in one order, before the user: two owners who demote each other at once
 * come one after the other, and the second finds that only one owner is left.
 */
async function lockUser(tx: Tx, userId: string): Promise<User & { isLastOwner: boolean }> {
  const owners = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "User" WHERE "role" = 'owner' AND "disabledAt" IS NULL ORDER BY "id" FOR UPDATE`;
  const user = await tx.user.findUnique({ where: { id: userId } });
  if (!user) throw notFound("user");
  return { ...user, isLastOwner: owners.length === 1 && owners[0]?.id === userId };
}

async function applyChanges(
  tx: Tx,
  actor: Actor,
  user: User & { isLastOwner: boolean },
  { userId, name, email, role, isDisabled }: Changes,
): Promise<User> {
  const losesOwner = (role !== undefined && role !== "owner") || isDisabled === true;
  if (user.isLastOwner && losesOwner) throw lastOwner(user.name);
  const wasDisabled = user.disabledAt !== null;
  const now = new Date();
  const updated = await tx.user.update({
    where: { id: userId },
    data: {
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(role !== undefined && { role }),
      ...(isDisabled !== undefined && isDisabled !== wasDisabled && { disabledAt: isDisabled ? now : null }),
    },
  });
  if (updated.disabledAt !== null) {
    await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
  }
  const changed = changesBetween(user, updated);
  if (Object.keys(changed).length > 0) {
    await recordActivity(tx, actor, {
      action: "user.update",
      details: { userId, email: updated.email, name: updated.name, changed },
    });
  }
  return updated;
}

function changesBetween(before: User, after: User): Record<string, { from: string; to: string }> {
  const facts = (user: User) => ({
    name: user.name,
    email: user.email,
    role: user.role,
    access: user.disabledAt === null ? "enabled" : "disabled",
  });
  const old = facts(before);
  return Object.fromEntries(
    Object.entries(facts(after)).flatMap(([key, to]) => {
      const from = old[key as keyof typeof old];
      return from === to ? [] : [[key, { from, to }]];
    }),
  );
}

function lastOwner(name: string): ServiceError {
  return new ServiceError("CONFLICT", `${name} is the last active owner.`, {
    nextStep: "Make somebody else an owner first; without one, nobody could manage users.",
  });
}
