"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import type { Link } from "#lib/host-agent/contract/secrets.ts";
import * as credentials from "#lib/services/credential/index.ts";
import type { GatewayInput } from "#lib/services/gateway/index.ts";
import type { OperationDto } from "#lib/services/operation/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function checkCredential(
  input: credentials.CheckCredentialInput,
): Promise<ActionResult<credentials.CredentialCheckDto>> {
  return runAction(async () => credentials.checkCredential(await requireActor(), input));
}

export async function checkModelKey(
  input: credentials.CheckModelKeyInput,
): Promise<ActionResult<credentials.KeyCheckDto>> {
  return runAction(async () => credentials.checkModelKey(await requireActor(), input));
}

export async function saveChannel(input: credentials.SaveChannelInput): Promise<ActionResult<OperationDto>> {
  return runAction(async () => credentials.saveChannel(await requireActor(), input));
}

export async function saveModel(input: credentials.SaveModelInput): Promise<ActionResult<OperationDto>> {
  return runAction(async () => credentials.saveModel(await requireActor(), input));
}

export async function rotateCredential(
  input: credentials.RotateCredentialInput,
): Promise<ActionResult<credentials.RotatedDto>> {
  return runAction(async () => credentials.rotateCredential(await requireActor(), input));
}

export async function rotateGatewayToken(
  input: GatewayInput,
): Promise<ActionResult<credentials.RotatedTokenDto>> {
  return runAction(async () => credentials.rotateGatewayToken(await requireActor(), input));
}

export async function revokeIdentity(
  input: credentials.RevokeIdentityInput,
): Promise<ActionResult<credentials.RevokedDto>> {
  return runAction(async () => credentials.revokeIdentity(await requireActor(), input));
}

export async function linkChannel(input: credentials.LinkChannelInput): Promise<ActionResult<Link>> {
  return runAction(async () => credentials.linkChannel(await requireActor(), input));
}
