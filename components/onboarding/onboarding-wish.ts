import { findPolicyRisks, policyRiskKeys } from "#lib/domain/risk/policy-risks.ts";
import { completeAnswers, policyOf, type WizardDraft } from "./wizard-draft.ts";

/** What the plan and the run are asked for, or null while something is missing. */
export function toWish(draft: WizardDraft) {
  const answers = completeAnswers(draft);
  if (draft.clientId === null || draft.hostId === null || draft.rung === null || answers === null)
    return null;
  const toolPolicy = policyOf(draft, answers);
  const { reason, ownerId, expiresOn } = draft.acceptance;
  const faults = findPolicyRisks(toolPolicy, answers, []).flatMap(policyRiskKeys);
  return {
    clientId: draft.clientId,
    hostId: draft.hostId,
    slug: draft.slug,
    name: draft.name.trim(),
    rung: draft.rung,
    hasPowerfulTools: answers.hasPowerfulTools,
    decision: { answers },
    notes: draft.notes,
    startAfterwards: draft.startAfterwards,
    toolPolicy,
    ...(faults.length > 0 &&
      reason.trim() && {
        acceptance: {
          reason: reason.trim(),
          faults,
          ...(ownerId && { ownerId }),
          ...(expiresOn && { expiresOn }),
        },
      }),
  };
}
export type Wish = NonNullable<ReturnType<typeof toWish>>;
