"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import * as risks from "#lib/services/risk/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function acceptRisk(input: risks.AcceptRiskInput): Promise<ActionResult<risks.AcceptanceDto>> {
  return runAction(async () => risks.acceptRisk(await requireActor(), input));
}

export async function revokeAcceptance(
  input: risks.RevokeAcceptanceInput,
): Promise<ActionResult<{ id: string }>> {
  return runAction(async () => risks.revokeAcceptance(await requireActor(), input));
}

export async function fixMistake(input: risks.FixMistakeInput): Promise<ActionResult<OperationDto>> {
  return runAction(async () => risks.fixMistake(await requireActor(), input));
}
