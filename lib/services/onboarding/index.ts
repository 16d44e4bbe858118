export { discardDraft } from "./discard-draft.ts";
export { type DraftInput, getDraft } from "./get-draft.ts";
export { listDrafts } from "./list-drafts.ts";
export type { DraftDto, OnboardingPlanDto, OnboardingStartedDto } from "./onboarding-dto.ts";
export type { OnboardingInput } from "./onboarding-input.ts";
export { planOnboarding } from "./plan-onboarding.ts";
export { type RunOnboardingInput, runOnboarding } from "./run-onboarding.ts";
export { type SaveDraftInput, saveDraft } from "./save-draft.ts";
