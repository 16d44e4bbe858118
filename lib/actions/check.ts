"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as checks from "#lib/services/check/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function requestHostCheck(
  input: checks.RequestHostCheckInput,
): Promise<ActionResult<checks.HostCheckDto>> {
  return runAction(async () => checks.requestHostCheck(await requireActor(), input));
}
