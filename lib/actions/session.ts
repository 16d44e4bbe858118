"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as sessions from "#lib/services/session/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function revokeSession(
  input: sessions.RevokeSessionInput,
): Promise<ActionResult<{ sessionId: string }>> {
  return runAction(async () => sessions.revokeSession(await requireActor(), input));
}

export async function revokeOtherSessions(): Promise<ActionResult<{ revokedSessions: number }>> {
  return runAction(async () => sessions.revokeOtherSessions(await requireActor()));
}
