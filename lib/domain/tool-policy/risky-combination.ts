import type { BoundaryAnswers } from "#lib/domain/tenant/decision.ts";
import { rulesOf, type ToolPolicy } from "./policy.ts";
import { isExposed } from "./recommend-preset.ts";
import type { Tool } from "./tool.ts";

export const riskyCombinationIds = [
  "open-channel-with-commands",
  "exposed-with-commands",
  "exposed-with-file-changes",
  "exposed-with-all-conversations",
  "harmful-users-with-unasked-commands",
] as const;
export type RiskyCombinationId = (typeof riskyCombinationIds)[number];

export type RiskyCombination = {
  readonly id: RiskyCombinationId;
  readonly title: string;
  /** What it comes to. */
  readonly why: string;
  readonly remedy: string;
};

/** The part of a channel that decides who can write to the agent. */
export type ChannelExposure = { readonly dmPolicy: string; readonly groupPolicy: string };

/** Every combination of policy, users and channels that gives strangers what only insiders should have. */
export function findRiskyCombinations(
  policy: ToolPolicy,
  answers: BoundaryAnswers | null,
  channels: readonly ChannelExposure[],
): RiskyCombination[] {
  const { allow, commands } = rulesOf(policy);
  const has = (...wanted: readonly Tool[]) => wanted.some((tool) => allow.includes(tool));
  const runs = has("exec") && commands !== "deny";
  const isOpen = channels.some(({ dmPolicy, groupPolicy }) => dmPolicy === "open" || groupPolicy === "open");
  const isFacing = answers !== null && isExposed(answers);
  const harms = answers?.couldHarmEachOther === true;
  const found: Record<RiskyCombinationId, boolean> = {
    "open-channel-with-commands": isOpen && runs,
    "exposed-with-commands": isFacing && runs,
    "exposed-with-file-changes": (isFacing || isOpen) && has("write", "edit", "apply_patch"),
    "exposed-with-all-conversations":
      (isFacing || isOpen) &&
      has("sessions_list", "sessions_history", "sessions_search", "conversations_list"),
    "harmful-users-with-unasked-commands": harms && runs && commands === "full",
  };
  return riskyCombinationIds.filter((id) => found[id]).map((id) => ({ id, ...words[id] }));
}

/** What a combination is called, whether a tenant has it or not; null for one that there is no more. */
export function combinationTitle(id: string): string | null {
  const known = riskyCombinationIds.find((combination) => combination === id);
  return known === undefined ? null : words[known].title;
}

const words: Record<RiskyCombinationId, Omit<RiskyCombination, "id">> = {
  "open-channel-with-commands": {
    title: "Anyone can message it, and it runs commands",
    why: "A channel is open to everybody, so a stranger's message can end as a command on this host.",
    remedy: "Close the channel to an allowlist or to pairing, or choose a policy without commands.",
  },
  "exposed-with-commands": {
    title: "Customers talk to it, and it runs commands",
    why: "Whoever can message an agent directs its tools: a customer can make it run commands as this tenant.",
    remedy: "Choose Customer support, and give commands to a second tenant that only your people reach.",
  },
  "exposed-with-file-changes": {
    title: "Customers talk to it, and it changes files",
    why: "A customer can make it overwrite its own instructions and what it tells the next customer.",
    remedy: "Choose a policy that reads files only.",
  },
  "exposed-with-all-conversations": {
    title: "Customers talk to it, and it reads every conversation",
    why: "One customer can ask it what another one wrote. Session keys route messages; they don't authorize.",
    remedy: "Leave out the tools that list, read and search conversations.",
  },
  "harmful-users-with-unasked-commands": {
    title: "Its users could harm one another, and commands run without asking",
    why: "Everything this tenant's OS user has is within reach of its most hostile user.",
    remedy: "Have commands ask a person first, or leave them out.",
  },
};
