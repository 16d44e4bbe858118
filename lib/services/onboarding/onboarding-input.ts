import { z } from "zod";
import { boundaryAnswersSchema } from "#lib/domain/tenant/decision.ts";
import { gatewayRungSchema } from "#lib/domain/tenant/rung.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { toolPolicySchema } from "#lib/domain/tool-policy/policy.ts";
import { policyAcceptanceSchema } from "#lib/services/tool-policy/accept-policy-risks.ts";

/** Everything that the wizard asks before it shows the plan. */
export const onboardingInputSchema = z.strictObject({
  clientId: z.uuid("Choose a client."),
  hostId: z.uuid("Choose a host."),
  slug: slugSchema,
  name: z.string().trim().min(1, "Give the tenant a name.").max(120, "Use at most 120 characters."),
  rung: gatewayRungSchema,
  hasPowerfulTools: z.boolean(),
  /** Left out: the one that the answers recommend. */
  toolPolicy: toolPolicySchema.optional(),
  /** Why a combination that gives too much is acceptable; needed only for one. */
  acceptance: policyAcceptanceSchema.optional(),
  decision: z.strictObject({ answers: boundaryAnswersSchema }),
  notes: z.string().max(5_000, "Use at most 5,000 characters.").default(""),
  /** Start the Gateway as soon as it is provisioned. */
  startAfterwards: z.boolean().default(true),
});
export type OnboardingInput = z.input<typeof onboardingInputSchema>;
export type ParsedOnboarding = z.output<typeof onboardingInputSchema>;
