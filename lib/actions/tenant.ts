"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import type { GatewayInput } from "#lib/services/gateway/index.ts";
import type { OperationDto } from "#lib/services/operation/index.ts";
import * as tenants from "#lib/services/tenant/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function updateTenant(
  input: tenants.UpdateTenantInput,
): Promise<ActionResult<{ version: number }>> {
  return runAction(async () => tenants.updateTenant(await requireActor(), input));
}

export async function archiveTenant(input: GatewayInput): Promise<ActionResult<{ slug: string }>> {
  return runAction(async () => tenants.archiveTenant(await requireActor(), input));
}

export async function moveTenant(input: tenants.MoveTenantInput): Promise<ActionResult<OperationDto>> {
  return runAction(async () => tenants.moveTenant(await requireActor(), input));
}
