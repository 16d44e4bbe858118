"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as drifts from "#lib/services/drift/index.ts";
import type { GatewayInput } from "#lib/services/gateway/index.ts";
import type { OperationDto } from "#lib/services/operation/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function adoptConfig(input: drifts.AdoptConfigInput): Promise<ActionResult<drifts.AdoptedDto>> {
  return runAction(async () => drifts.adoptConfig(await requireActor(), input));
}

export async function restoreConfig(input: GatewayInput): Promise<ActionResult<OperationDto>> {
  return runAction(async () => drifts.restoreConfig(await requireActor(), input));
}

export async function stopKeeping(input: drifts.StopKeepingInput): Promise<ActionResult<OperationDto>> {
  return runAction(async () => drifts.stopKeeping(await requireActor(), input));
}
