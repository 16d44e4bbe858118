"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import type { OperationDto } from "#lib/services/operation/index.ts";
import * as policies from "#lib/services/tool-policy/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

type Result = Promise<ActionResult<OperationDto>>;

export async function changeToolPolicy(input: policies.ChangeToolPolicyInput): Result {
  return runAction(async () => policies.changeToolPolicy(await requireActor(), input));
}

export async function switchOpenAiApi(input: policies.SwitchOpenAiApiInput): Result {
  return runAction(async () => policies.switchOpenAiApi(await requireActor(), input));
}
