import { z } from "zod";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { type Exposure, exposureOf } from "#lib/domain/channel/exposure.ts";
import { type BoundaryAnswers, boundaryAnswersSchema } from "#lib/domain/tenant/decision.ts";
import { defaultPolicy, type ToolPolicy, toolPolicySchema } from "#lib/domain/tool-policy/policy.ts";
import { sillyCombinationIds } from "#lib/domain/tool-policy/silly-combination.ts";

type PolicyColumns = { readonly toolPolicy: unknown; readonly hasPowerfulTools: boolean };

/** A tenant's policy; the one it always had where none was chosen. */
export function toolPolicyOf({ toolPolicy, hasPowerfulTools }: PolicyColumns): ToolPolicy {
  return toolPolicySchema.safeParse(toolPolicy).data ?? defaultPolicy(hasPowerfulTools);
}

const acceptedRiskSchema = z.object({
  combinations: z.array(z.enum(sillyCombinationIds)),
  reason: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
});
/** Who accepted a combination that gives too much, and why. */
export type AcceptedPolicyRisk = z.infer<typeof acceptedRiskSchema>;

export function policyRiskOf(column: unknown): AcceptedPolicyRisk | null {
  return acceptedRiskSchema.safeParse(column).data ?? null;
}

/** The trust-boundary answers of onboarding; null where there are none that can be read. */
export function answersOf(decision: unknown): BoundaryAnswers | null {
  return z.object({ answers: boundaryAnswersSchema }).safeParse(decision).data?.answers ?? null;
}

function channelsOf(column: unknown): readonly ChannelSetting[] {
  return channelSettingsSchema.safeParse(column).data ?? [];
}

/** Who can write to the tenant's agent, by what a policy is judged. */
export function exposuresOf(column: unknown): readonly Exposure[] {
  return channelsOf(column).map(exposureOf);
}
