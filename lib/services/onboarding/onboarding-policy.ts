import { findPolicyRisks, type PolicyRisk } from "#lib/domain/risk/policy-risks.ts";
import type { ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import { recommendPreset } from "#lib/domain/tool-policy/recommend-preset.ts";
import type { OnboardingPlanDto } from "./onboarding-dto.ts";
import type { ParsedOnboarding } from "./onboarding-input.ts";

type Wish = Pick<ParsedOnboarding, "toolPolicy" | "acceptance" | "decision">;

/** The policy chosen, or else the one that the answers recommend. */
export function policyOf({ toolPolicy, decision }: Wish): ToolPolicy {
  return toolPolicy ?? { preset: recommendPreset(decision.answers).preset };
}

/** What the plan says against a policy that gives too much and that nobody accepted. */
export function policyObstacles(wish: Wish): OnboardingPlanDto["obstacles"] {
  if (wish.acceptance !== undefined) return [];
  return policyRisksOf(wish).map(({ title, why, remedy }) => ({
    code: "POLICY_GIVES_TOO_MUCH",
    message: `${title}. ${why}`,
    nextStep: `${remedy} Or say in the step Recommendation why this is acceptable.`,
  }));
}

/** What the policy gives to those who should not have it. A new tenant has no channels yet. */
export function policyRisksOf(wish: Wish): PolicyRisk[] {
  return findPolicyRisks(policyOf(wish), wish.decision.answers, []);
}
