import {
  type ChannelExposure,
  findRiskyCombinations,
  type RiskyCombination,
  type RiskyCombinationId,
} from "#lib/domain/tool-policy/risky-combination.ts";
import type { ChannelSetting } from "../channel/channel-setting.ts";
import { exposureOf } from "../channel/exposure.ts";
import type { BoundaryAnswers } from "../tenant/decision.ts";
import type { ToolPolicy } from "../tool-policy/policy.ts";
import { isExposed } from "../tool-policy/recommend-preset.ts";

/** A channel identity and who can write through it. */
export type NamedExposure = ChannelExposure & { readonly kind: string; readonly accountId: string };

/** What of a channel decides who can write through it. */
export type ExposedSetting = Pick<ChannelSetting, "kind" | "accountId" | "dmPolicy" | "groupPolicy">;

export function namedExposureOf(setting: ExposedSetting): NamedExposure {
  return { kind: setting.kind, accountId: setting.accountId, ...exposureOf(setting) };
}

/** A combination that gives too much, and the keys of what makes it one: a channel opened later makes another fault. */
export type PolicyRisk = RiskyCombination & { readonly faults: readonly string[] };

/** Everything that a policy gives to those who should not have it. */
export function findPolicyRisks(
  policy: ToolPolicy,
  answers: BoundaryAnswers | null,
  channels: readonly NamedExposure[],
): PolicyRisk[] {
  return findRiskyCombinations(policy, answers, channels).map((combination) => ({
    ...combination,
    faults: faultsOf(combination.id, answers, channels),
  }));
}

/** What of the risks is new: those that have faults which they did not have before, with these alone. */
export function addedRisks(before: readonly PolicyRisk[], after: readonly PolicyRisk[]): PolicyRisk[] {
  const known = new Set(before.flatMap(policyRiskKeys));
  return after.flatMap((risk) => {
    const faults = risk.faults.filter((fault) => !known.has(keyOf(risk.id, fault)));
    return faults.length === 0 ? [] : [{ ...risk, faults }];
  });
}

/** One key for each fault of a risk, to be named when it is accepted. */
export function policyRiskKeys({ id, faults }: PolicyRisk): string[] {
  return faults.map((fault) => keyOf(id, fault));
}

function keyOf(id: RiskyCombinationId, fault: string): string {
  return `${id} ${fault}`;
}

function faultsOf(
  id: RiskyCombinationId,
  answers: BoundaryAnswers | null,
  channels: readonly NamedExposure[],
): string[] {
  const open = channels
    .filter(({ dmPolicy, groupPolicy }) => dmPolicy === "open" || groupPolicy === "open")
    .map(({ kind, accountId }) => `open ${kind} ${accountId}`);
  const exposed = answers !== null && isExposed(answers) ? ["exposed"] : [];
  switch (id) {
    case "open-channel-with-commands":
      return open;
    case "exposed-with-commands":
      return exposed;
    case "exposed-with-file-changes":
    case "exposed-with-all-conversations":
      return [...exposed, ...open];
    case "harmful-users-with-unasked-commands":
      return ["harmful users"];
  }
}
