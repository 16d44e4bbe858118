import { z } from "zod";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { type NamedExposure, namedExposureOf } from "#lib/domain/risk/policy-risks.ts";
import { type BoundaryAnswers, boundaryAnswersSchema } from "#lib/domain/tenant/decision.ts";
import { defaultPolicy, type ToolPolicy, toolPolicySchema } from "#lib/domain/tool-policy/policy.ts";

type PolicyColumns = { readonly toolPolicy: unknown; readonly hasPowerfulTools: boolean };

/** A tenant's policy; the one it always had where none was chosen. */
export function toolPolicyOf({ toolPolicy, hasPowerfulTools }: PolicyColumns): ToolPolicy {
  return toolPolicySchema.safeParse(toolPolicy).data ?? defaultPolicy(hasPowerfulTools);
}

/** The trust-boundary answers of onboarding; null where there are none that can be read. */
export function answersOf(decision: unknown): BoundaryAnswers | null {
  return z.object({ answers: boundaryAnswersSchema }).safeParse(decision).data?.answers ?? null;
}

function channelsOf(column: unknown): readonly ChannelSetting[] {
  return channelSettingsSchema.safeParse(column).data ?? [];
}

/** Who can write to the tenant's agent, by what a policy is judged. */
export function exposuresOf(column: unknown): readonly NamedExposure[] {
  return channelsOf(column).map(namedExposureOf);
}
