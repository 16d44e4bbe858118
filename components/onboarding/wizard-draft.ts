import { z } from "zod";
import { audiences, type BoundaryAnswers, boundaryAnswersSchema } from "#lib/domain/tenant/decision.ts";
import { gatewayRungSchema } from "#lib/domain/tenant/rung.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type ToolPolicy, toolPolicySchema } from "#lib/domain/tool-policy/policy.ts";
import { recommendPreset } from "#lib/domain/tool-policy/recommend-preset.ts";
import { findRiskyCombinations } from "#lib/domain/tool-policy/risky-combination.ts";

export const wizardSteps = ["client", "boundary", "recommendation", "name", "plan"] as const;
export type WizardStep = (typeof wizardSteps)[number];

export const stepLabels: Record<WizardStep, string> = {
  client: "Client",
  boundary: "Trust boundary",
  recommendation: "Recommendation",
  name: "Name",
  plan: "Plan and run",
};

const answersSchema = z.object({
  audience: z.enum(audiences).nullable().catch(null),
  sharesData: z.boolean().nullable().catch(null),
  isCustomerFacing: z.boolean().nullable().catch(null),
  hasPowerfulTools: z.boolean().nullable().catch(null),
  couldHarmEachOther: z.boolean().nullable().catch(null),
});

const noAnswers = {
  audience: null,
  sharesData: null,
  isCustomerFacing: null,
  hasPowerfulTools: null,
  couldHarmEachOther: null,
};

const acceptanceSchema = z.object({
  reason: z.string().max(1_000).catch(""),
  ownerId: z.string().catch(""),
  expiresOn: z.string().catch(""),
});

const noAcceptance = { reason: "", ownerId: "", expiresOn: "" };

const draftSchema = z.object({
  clientId: z.uuid().nullable().catch(null),
  clientName: z.string().catch(""),
  answers: answersSchema.catch(noAnswers),
  hostId: z.uuid().nullable().catch(null),
  rung: gatewayRungSchema.nullable().catch(null),
  name: z.string().max(120).catch(""),
  slug: z.string().max(24).catch(""),
  /** True once the slug was typed by hand and no longer follows the name. */
  isSlugOwn: z.boolean().catch(false),
  notes: z.string().max(5_000).catch(""),
  startAfterwards: z.boolean().catch(true),
  /** Null follows what the answers recommend. */
  toolPolicy: toolPolicySchema.nullable().catch(null),
  /** Why a policy that gives too much is acceptable, who answers for it, and until when; "" where nobody chose. */
  acceptance: acceptanceSchema.catch(noAcceptance),
});

/** As far as an onboarding has been filled in; what is missing is null or "". */
export type WizardDraft = z.output<typeof draftSchema>;

/** Reads what was saved, whatever an older version of the wizard left in it. */
export function readDraft(input: Readonly<Record<string, unknown>>): WizardDraft {
  return draftSchema.parse(input);
}

/** The five answers, once all are given. */
export function completeAnswers(draft: WizardDraft): BoundaryAnswers | null {
  return boundaryAnswersSchema.safeParse(draft.answers).data ?? null;
}

/** The policy chosen, or else the one that the answers recommend. */
export function policyOf(draft: WizardDraft, answers: BoundaryAnswers): ToolPolicy {
  return draft.toolPolicy ?? { preset: recommendPreset(answers).preset };
}

const shortestReason = 10;

/** True while the policy gives too much for these answers and nobody said why that is acceptable. */
export function needsReason(draft: WizardDraft, answers: BoundaryAnswers): boolean {
  const isSilly = findRiskyCombinations(policyOf(draft, answers), answers, []).length > 0;
  return isSilly && draft.acceptance.reason.trim().length < shortestReason;
}

const isDone: Record<WizardStep, (draft: WizardDraft) => boolean> = {
  client: ({ clientId }) => clientId !== null,
  boundary: (draft) => completeAnswers(draft) !== null,
  recommendation: (draft) => {
    const answers = completeAnswers(draft);
    return draft.hostId !== null && draft.rung !== null && answers !== null && !needsReason(draft, answers);
  },
  name: ({ name, slug }) => name.trim() !== "" && slugSchema.safeParse(slug).success,
  plan: () => false,
};

/** The furthest step that can be opened: the first one not filled in. */
export function furthestStep(draft: WizardDraft): WizardStep {
  return wizardSteps.find((step) => !isDone[step](draft)) ?? "plan";
}

/** The step an address asks for, or the furthest one when it asks for more than is filled in. */
export function openStep(asked: string | null, draft: WizardDraft): WizardStep {
  const furthest = furthestStep(draft);
  const step = wizardSteps.find((known) => known === asked);
  return step && isAtMost(step, furthest) ? step : furthest;
}

export function isAtMost(step: WizardStep, other: WizardStep): boolean {
  return wizardSteps.indexOf(step) <= wizardSteps.indexOf(other);
}

/** What a list calls an unfinished onboarding. */
export function draftTitle(draft: WizardDraft): string {
  return draft.name.trim() || draft.clientName || "Untitled";
}
