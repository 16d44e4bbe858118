import { findSillyCombinations } from "#lib/domain/tool-policy/silly-combination.ts";
import { completeAnswers, policyOf, type WizardDraft } from "./wizard-draft.ts";

/** What the plan and the run are asked for, or null while something is missing. */
export function toWish(draft: WizardDraft) {
  const answers = completeAnswers(draft);
  if (draft.clientId === null || draft.rung === null || answers === null) return null;
  const toolPolicy = policyOf(draft, answers);
  const acceptedReason = draft.acceptedReason.trim();
  const isSilly = findSillyCombinations(toolPolicy, answers, []).length > 0;
  return {
    clientId: draft.clientId,
    slug: draft.slug,
    name: draft.name.trim(),
    rung: draft.rung,
    hasPowerfulTools: answers.hasPowerfulTools,
    decision: { answers },
    notes: draft.notes,
    startAfterwards: draft.startAfterwards,
    toolPolicy,
    ...(isSilly && acceptedReason && { acceptedReason }),
  };
}
export type Wish = NonNullable<ReturnType<typeof toWish>>;
