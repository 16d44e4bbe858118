import { z } from "zod";
import { audienceLabels } from "#components/words/boundary-words.ts";
import { type BoundaryAnswers, boundaryAnswersSchema } from "#lib/domain/tenant/decision.ts";
import { rungSchema } from "#lib/domain/tenant/rung.ts";

const decisionSchema = z.object({
  answers: boundaryAnswersSchema,
  recommendation: z.object({
    rung: rungSchema,
    title: z.string(),
    reasons: z.array(z.string()),
    doesNotProtect: z.array(z.string()),
  }),
});
export type Decision = z.infer<typeof decisionSchema>;

/** The decision saved at onboarding, or null when there is none that can be read. */
export function readDecision(value: unknown): Decision | null {
  return decisionSchema.safeParse(value).data ?? null;
}

/** The questions with the answers given, for reading. */
export function describeAnswers(answers: BoundaryAnswers): readonly { term: string; value: string }[] {
  return [
    { term: "Who uses it", value: audienceLabels[answers.audience] },
    { term: "All may see the same data", value: yesNo(answers.sharesData) },
    { term: "Customer-facing", value: yesNo(answers.isCustomerFacing) },
    { term: "Powerful tools", value: yesNo(answers.hasPowerfulTools) },
    { term: "Could harm one another", value: yesNo(answers.couldHarmEachOther) },
  ];
}

function yesNo(value: boolean): string {
  return value ? "Yes" : "No";
}
