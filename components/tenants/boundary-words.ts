import { z } from "zod";
import { type audiences, type BoundaryAnswers, boundaryAnswersSchema } from "#lib/domain/tenant/decision.ts";
import { type GatewayRung, type Rung, rungSchema } from "#lib/domain/tenant/rung.ts";

/** A rung's name for people. */
export const rungLabels: Record<Rung, string> = {
  "shared-gateway": "An agent in an existing Gateway",
  profile: "A Gateway of its own",
  "os-user": "A Gateway and an OS user of its own",
  container: "A Gateway in a container of its own",
  host: "A host of its own",
};

/** What a tenant has at its rung. */
export const rungMeaning: Record<GatewayRung, string> = {
  profile:
    "Its own process, directories, token and ports. It shares an OS user with other tenants, so file permissions don't keep them apart.",
  "os-user":
    "Its own OS user, process, directories, token and ports. The kernel keeps other tenants' processes away from its files.",
};

export const audienceLabels: Record<(typeof audiences)[number], string> = {
  "one-team": "One team",
  "several-teams": "Several teams of the client",
  customers: "The client's customers",
  public: "Anyone",
};

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
