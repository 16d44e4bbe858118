"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as onboarding from "#lib/services/onboarding/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

export async function saveDraft(
  input: onboarding.SaveDraftInput,
): Promise<ActionResult<onboarding.DraftDto>> {
  return runAction(async () => onboarding.saveDraft(await requireActor(), input));
}

export async function discardDraft(input: onboarding.DraftInput): Promise<ActionResult<null>> {
  return runAction(async () => onboarding.discardDraft(await requireActor(), input));
}

export async function planOnboarding(
  input: onboarding.OnboardingInput,
): Promise<ActionResult<onboarding.OnboardingPlanDto>> {
  return runAction(async () => onboarding.planOnboarding(await requireActor(), input));
}

export async function runOnboarding(
  input: onboarding.RunOnboardingInput,
): Promise<ActionResult<onboarding.OnboardingStartedDto>> {
  return runAction(async () => onboarding.runOnboarding(await requireActor(), input));
}
