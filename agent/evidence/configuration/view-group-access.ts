import type { JsonObject } from "#agent/system/json-value.ts";
import { textAt } from "#agent/system/json-value.ts";
import { entriesOf, type SenderLists, textsOf } from "./sender-lists.ts";

export type GroupAccess = {
  /** Groups that are let in; null when any is. */
  readonly groups: number | null;
  /** Groups in which anyone may make it act; null when that is any group. */
  readonly openGroups: number | null;
};

/** Where the list of senders of direct messages also holds for groups, as long as there is none for groups. */
const fallsBack: readonly string[] = [
  "telegram",
  "whatsapp",
  "signal",
  "imessage",
  "msteams",
  "zalo",
  "nextcloud-talk",
  "irc",
  "mattermost",
];

type Door = { readonly policy: string; readonly isGuarded: boolean };

/** So many groups of all accounts together are looked at: each account of a channel has all of its groups. */
export type GroupAllowance = { left: number };

export const mostGroups = 50_000;

/**
 * Which groups an account answers and who may make it act there. `open` goes
 * past every list of the account's, and only what a group or topic says of
 * itself holds it; `allowlist` lets in the groups that are listed, and within
 * them whoever the account's or the group's list of senders names.
 *
 * @param account with what it inherits from its channel
 * @param allowance when it is used up, any group counts as open
 */
export function viewGroupAccess(
  kind: string,
  account: JsonObject,
  policy: string,
  lists: SenderLists,
  allowance: GroupAllowance,
): GroupAccess {
  const senders = sendersOf(kind, account);
  if (allowance.left <= 0) return { groups: null, openGroups: null };
  const own = listedGroups(account);
  allowance.left -= own.length + textsOf(senders).length;
  const isNamed = lists.isNamed(senders);
  const doorOf = (group: JsonObject, outer: Door): Door => {
    const list = group.allowFrom ?? group.users ?? group.groupAllowFrom;
    const hasRoles = textsOf(group.roles).length > 0 && !textsOf(group.roles).includes("*");
    const effective = textAt(group, "groupPolicy") ?? outer.policy;
    // A list that the account has holds no group that is open by itself.
    const inherits = effective === outer.policy ? outer.isGuarded : effective !== "open" && isNamed;
    const isSaid = list !== undefined && textsOf(list).length > 0;
    return { policy: effective, isGuarded: isSaid ? lists.isNamed(list) : hasRoles || inherits };
  };
  const whole: Door = { policy, isGuarded: policy !== "open" && isNamed };
  const everyGroup = own.find(([name]) => name === "*")?.[1];
  const rest = everyGroup === undefined ? whole : doorOf(everyGroup, whole);
  const doors = own
    .filter(([name, group]) => name !== "*" && group.enabled !== false)
    .map(([, group]) => doorsIn(group, doorOf(group, rest), doorOf));
  // Where no group is listed, whom the list of senders names is let in from any.
  const isBySender = own.length === 0 && policy === "allowlist" && textsOf(senders).length > 0;
  const isListed = everyGroup !== undefined && rest.policy !== "disabled";
  const letsInRest = rest.policy === "open" || isListed || isBySender;
  const restDoors = everyGroup === undefined ? [rest] : doorsIn(everyGroup, rest, doorOf);
  const letIn = doors.filter((inner) => inner.some((door) => door.policy !== "disabled"));
  const open = letIn.filter((inner) => inner.some(isOpen));
  return {
    groups: letsInRest ? null : letIn.length,
    openGroups: letsInRest && restDoors.some(isOpen) ? null : open.length,
  };
}

function isOpen({ policy, isGuarded }: Door): boolean {
  return policy !== "disabled" && !isGuarded;
}

/** A group's own door and those of its topics or channels. */
function doorsIn(group: JsonObject, door: Door, doorOf: (inner: JsonObject, outer: Door) => Door): Door[] {
  const inner = [...entriesOf(group.topics), ...entriesOf(group.channels)];
  const live = inner.filter(([, each]) => each.enabled !== false).map(([, each]) => doorOf(each, door));
  // Where channels are listed, the others of that guild or team are not let in.
  const isWhole = entriesOf(group.channels).length === 0 || door.policy === "open";
  return isWhole ? [door, ...live] : live;
}

function listedGroups(account: JsonObject): [string, JsonObject][] {
  return ["groups", "channels", "guilds", "rooms", "teams"].flatMap((key) => entriesOf(account[key]));
}

function sendersOf(kind: string, account: JsonObject): unknown {
  // Its list of that name is one of groups.
  if (kind === "feishu") return account.groupSenderAllowFrom;
  return account.groupAllowFrom ?? (fallsBack.includes(kind) ? account.allowFrom : undefined);
}
