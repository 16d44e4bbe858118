"use server";

import { requireActor, requireSignedIn } from "#lib/auth/current-actor.ts";
import * as users from "#lib/services/user/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function createUser(
  input: users.CreateUserInput,
): Promise<ActionResult<users.OneTimePasswordDto>> {
  return runAction(async () => users.createUser(await requireActor(), input));
}

export async function updateUser(input: users.UpdateUserInput): Promise<ActionResult<users.UserDto>> {
  return runAction(async () => users.updateUser(await requireActor(), input));
}

export async function resetPassword(
  input: users.ResetPasswordInput,
): Promise<ActionResult<users.OneTimePasswordDto>> {
  return runAction(async () => users.resetPassword(await requireActor(), input));
}

export async function changeOwnPassword(
  input: users.ChangeOwnPasswordInput,
): Promise<ActionResult<{ revokedSessions: number }>> {
  return runAction(async () => users.changeOwnPassword(await requireSignedIn(), input));
}
