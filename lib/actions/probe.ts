"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as probes from "#lib/services/probe/index.ts";
import * as selfTests from "#lib/services/self-test/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function requestProbeRun(
  input: probes.RequestProbeRunInput,
): Promise<ActionResult<probes.ProbeRunDto>> {
  return runAction(async () => probes.requestProbeRun(await requireActor(), input));
}

export async function cancelProbeRun(
  input: probes.CancelProbeRunInput,
): Promise<ActionResult<probes.ProbeRunDto>> {
  return runAction(async () => probes.cancelProbeRun(await requireActor(), input));
}

export async function setProbesAfterChange(
  input: probes.SetProbesAfterChangeInput,
): Promise<ActionResult<{ readonly isOn: boolean }>> {
  return runAction(async () => probes.setProbesAfterChange(await requireActor(), input));
}

export async function requestSelfTest(
  input: selfTests.RequestSelfTestInput,
): Promise<ActionResult<selfTests.SelfTestDto>> {
  return runAction(async () => selfTests.requestSelfTest(await requireActor(), input));
}

export async function cancelSelfTest(
  input: selfTests.CancelSelfTestInput,
): Promise<ActionResult<selfTests.SelfTestDto>> {
  return runAction(async () => selfTests.cancelSelfTest(await requireActor(), input));
}
