"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as gateways from "#lib/services/gateway/index.ts";
import * as operations from "#lib/services/operation/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

type Result = Promise<ActionResult<operations.OperationDto>>;

export async function startGateway(input: gateways.GatewayInput): Result {
  return runAction(async () => gateways.startGateway(await requireActor(), input));
}

export async function stopGateway(input: gateways.GatewayInput): Result {
  return runAction(async () => gateways.stopGateway(await requireActor(), input));
}

export async function restartGateway(input: gateways.GatewayInput): Result {
  return runAction(async () => gateways.restartGateway(await requireActor(), input));
}

export async function killGateway(input: gateways.GatewayInput): Result {
  return runAction(async () => gateways.killGateway(await requireActor(), input));
}

export async function provisionGateway(input: gateways.ProvisionInput): Result {
  return runAction(async () => gateways.provisionGateway(await requireActor(), input));
}

export async function removeGateway(input: gateways.RemoveInput): Result {
  return runAction(async () => gateways.removeGateway(await requireActor(), input));
}

export async function retryOperation(input: operations.OperationReference): Result {
  return runAction(async () => gateways.retryOperation(await requireActor(), input));
}

export async function cancelOperation(input: operations.OperationReference): Result {
  return runAction(async () => operations.cancelOperation(await requireActor(), input));
}
