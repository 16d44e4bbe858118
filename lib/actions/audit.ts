"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as audits from "#lib/services/audit/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function requestAudit(input: audits.AuditInput): Promise<ActionResult<audits.AuditRunDto>> {
  return runAction(async () => audits.requestAudit(await requireActor(), input));
}
