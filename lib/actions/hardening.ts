"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as hardening from "#lib/services/hardening/index.ts";
import type { OperationDto } from "#lib/services/operation/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function applyHardening(
  input: hardening.ApplyHardeningInput,
): Promise<ActionResult<OperationDto>> {
  return runAction(async () => hardening.applyHardening(await requireActor(), input));
}
