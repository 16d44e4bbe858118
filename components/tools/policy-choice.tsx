"use client";

import { AcceptanceFields, type AcceptanceWish } from "#components/risks/acceptance-fields.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import type { BoundaryAnswers } from "#lib/domain/tenant/decision.ts";
import { presetLabels, presetSummaries } from "#lib/domain/tool-policy/describe-policy.ts";
import { type PresetId, presetIds, rulesOf, type ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import type { PresetRecommendation } from "#lib/domain/tool-policy/recommend-preset.ts";
import { type ChannelExposure, findRiskyCombinations } from "#lib/domain/tool-policy/risky-combination.ts";
import { CustomPolicyFields } from "./custom-policy-fields.tsx";

export type PolicyChoiceProps = {
  policy: ToolPolicy;
  onPolicy: (policy: ToolPolicy) => void;
  recommendation: PresetRecommendation | null;
  answers: BoundaryAnswers | null;
  channels: readonly ChannelExposure[];
  /** Why a combination that gives too much is acceptable, who answers for it and until when. */
  wish: AcceptanceWish;
  onWish: (wish: AcceptanceWish) => void;
  /** What is wrong, by the field's name. */
  problems: Readonly<Record<string, string>>;
};

/** One of the presets or a policy of one's own; a combination that gives too much asks for a reason. */
export function PolicyChoice(props: PolicyChoiceProps) {
  const { policy, onPolicy, recommendation, answers, channels, wish, onWish, problems } = props;
  const combinations = findRiskyCombinations(policy, answers, channels);
  return (
    <div className="flex flex-col gap-5">
      <RadioCards<PresetId>
        legend="What its agent may do"
        hint={recommendation?.reason}
        name="preset"
        value={policy.preset}
        onValueChange={(preset) => onPolicy(preset === "custom" ? customFrom(policy) : { preset })}
        options={presetIds.map((preset) => ({
          value: preset,
          label: presetLabels[preset],
          hint: presetSummaries[preset],
          aside: recommendation?.preset === preset ? <Badge tone="accent">recommended</Badge> : null,
        }))}
      />
      {policy.preset === "custom" ? <CustomPolicyFields policy={policy} onPolicy={onPolicy} /> : null}
      {combinations.map(({ id, title, why, remedy }) => (
        <Callout key={id} tone="danger" title={title}>
          {why} {remedy}
        </Callout>
      ))}
      {combinations.length > 0 ? (
        <AcceptanceFields prefix="acceptance" wish={wish} onWish={onWish} problems={problems} />
      ) : null}
    </div>
  );
}

/** Begins with what the policy chosen before gives. */
function customFrom(policy: ToolPolicy): ToolPolicy {
  if (policy.preset === "custom") return policy;
  const { allow, commands } = rulesOf(policy);
  return { preset: "custom", allow: [...allow], deny: [], commands };
}
