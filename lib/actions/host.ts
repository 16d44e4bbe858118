"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as hosts from "#lib/services/host/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function retireHost(input: hosts.HostInput): Promise<ActionResult<{ id: string }>> {
  return runAction(async () => hosts.retireHost(await requireActor(), input));
}
