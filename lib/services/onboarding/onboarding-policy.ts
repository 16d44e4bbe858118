import type { Prisma } from "#lib/db/generated/client.ts";
import type { ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import { recommendPreset } from "#lib/domain/tool-policy/recommend-preset.ts";
import { findSillyCombinations, type SillyCombination } from "#lib/domain/tool-policy/silly-combination.ts";
import type { Actor } from "#lib/services/actor.ts";
import { acceptCombinations } from "#lib/services/tool-policy/accept-combinations.ts";
import type { OnboardingPlanDto } from "./onboarding-dto.ts";
import type { ParsedOnboarding } from "./onboarding-input.ts";

type Wish = Pick<ParsedOnboarding, "toolPolicy" | "acceptedReason" | "decision">;

/** The policy chosen, or else the one that the answers recommend. */
export function policyOf({ toolPolicy, decision }: Wish): ToolPolicy {
  return toolPolicy ?? { preset: recommendPreset(decision.answers).preset };
}

/**
 * The policy, and who accepted what of it.
 *
 * @throws ServiceError INVALID for a combination that nobody accepted
 */
export function acceptPolicy(
  actor: Actor,
  wish: Wish,
): { readonly policy: ToolPolicy; readonly risk: Prisma.InputJsonObject | null } {
  const risk = acceptCombinations(actor, combinationsOf(wish), wish.acceptedReason, new Date());
  return { policy: policyOf(wish), risk };
}

/** What the plan says against a policy that gives too much and that nobody accepted. */
export function policyObstacles(wish: Wish): OnboardingPlanDto["obstacles"] {
  if (wish.acceptedReason !== undefined) return [];
  return combinationsOf(wish).map(({ title, why, remedy }) => ({
    code: "POLICY_GIVES_TOO_MUCH",
    message: `${title}. ${why}`,
    nextStep: `${remedy} Or say in the step Recommendation why this is acceptable.`,
  }));
}

/** A new tenant has no channels yet. */
function combinationsOf(wish: Wish): SillyCombination[] {
  return findSillyCombinations(policyOf(wish), wish.decision.answers, []);
}
