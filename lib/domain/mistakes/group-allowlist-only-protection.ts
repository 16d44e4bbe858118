import type { ChannelAccount } from "./configuration-view.ts";
import { restoring } from "./cures.ts";
import { type Fault, listWords, type MistakeRule, type ViewedTenant } from "./mistake-rule.ts";

/** A powerful agent that answers whole groups, with nothing behind the list of groups. */
export const groupAllowlistOnlyProtection: MistakeRule = {
  id: "group-allowlist-only-protection",
  title: "A list of groups is all that guards powerful tools",
  explanation:
    "A list of groups says where the assistant answers, not who may make it act. Everyone in such a group, whoever was added yesterday included, then commands tools that act on the machine. Where groups are open, no list of the account's counts, and a list of people for direct messages never guards a group that has been opened.",
  remedy:
    "Set groupPolicy to allowlist and name the people who may make it act (groupAllowFrom, or users of the channel), or take the powerful tools away: tools.exec.mode deny and tools.fs.workspaceOnly. A sandbox for all sessions serves, too.",
  looksAt: "Group policy, sender lists, tool policy and sandbox of the configuration in effect.",
  buyerText: "Being in a chat group is not enough to make the assistant touch files or run programs.",
  fixes: ["restore-configuration"],
  items: ["channel-credentials", "host-access"],
  needs: ["configuration"],
  reads: ["channels", "tools", "agents", "browser", "accessGroups"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) => tenants.flatMap(findOn),
};

function findOn({ slug, view }: ViewedTenant): Fault[] {
  const powerful = view.agents.filter(({ powers }) => powers.length > 0);
  if (powerful.length === 0) return [];
  const powers = [...new Set(powerful.flatMap((agent) => agent.powers))];
  return view.channels.filter(isGuardedByGroupAlone).map((channel) => ({
    key: `${channel.kind} ${channel.account} ${channel.groupPolicy}`,
    slug,
    others: [],
    detail: `Anyone in ${whichGroups(channel)} of ${channel.kind} (${channel.account}) reaches an agent with ${listWords(powers)}.`,
    seenHow: "Group policy, sender lists and tool policy of the configuration in effect.",
    cure: restoring(
      view,
      ["channels", "tools", "agents", "browser"],
      `Name the people who may command it in the form of ${channel.kind} under Credentials, or choose a policy without ${listWords(powers)} under Tools.`,
    ),
  }));
}

function whichGroups({ groups, openGroups = groups }: ChannelAccount): string {
  if (openGroups === null) return "any group";
  return groups === null ? `${openGroups} groups` : `one of ${openGroups} listed groups`;
}

function isGuardedByGroupAlone({ groupPolicy, groups, hasSenderList, openGroups }: ChannelAccount): boolean {
  if (openGroups !== undefined) return openGroups !== 0;
  if (groupPolicy === "disabled" || hasSenderList) return false;
  return groupPolicy === "open" || groups === null || groups > 0;
}
