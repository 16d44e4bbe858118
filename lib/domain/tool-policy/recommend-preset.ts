import type { BoundaryAnswers } from "#lib/domain/tenant/decision.ts";
import type { fixedPresets } from "./policy.ts";

export type PresetRecommendation = {
  readonly preset: (typeof fixedPresets)[number];
  /** One sentence. */
  readonly reason: string;
};

/** True when people outside the client's company can write to the agent. */
export function isExposed(answers: BoundaryAnswers): boolean {
  return answers.isCustomerFacing || answers.audience === "customers" || answers.audience === "public";
}

/** The narrowest preset that still does what the answers ask for. */
export function recommendPreset(answers: BoundaryAnswers): PresetRecommendation {
  if (isExposed(answers)) {
    return {
      preset: "customer-support",
      reason: answers.hasPowerfulTools
        ? "People outside write to it. Whoever can message an agent directs its tools, so files and commands stay off unless you choose otherwise and say why."
        : "People outside write to it, so it answers and reads, and changes nothing.",
    };
  }
  if (answers.hasPowerfulTools) {
    return {
      preset: "internal-operator",
      reason: "Your own people use it, and it has to work with files and commands.",
    };
  }
  return {
    preset: "research",
    reason: "Your own people use it, and it needs nothing of the machine.",
  };
}
