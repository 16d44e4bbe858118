import { at, isObject, type JsonObject, textAt } from "#agent/system/json-value.ts";
import { botNumber } from "#lib/domain/channel/bot-number.ts";
import type { ChannelAccount } from "#lib/domain/mistakes/configuration-view.ts";
import { entriesOf, type SenderLists, senderListsOf } from "./sender-lists.ts";
import { type GroupAllowance, mostGroups, viewGroupAccess } from "./view-group-access.ts";

/** Keys of `channels` that are no channel. */
export const notChannels: readonly string[] = ["defaults", "modelByChannel", "tools"];
/** One more of a channel's than a view takes, which then says that there are too many. */
const mostAccounts = 501;
const credentialKeys = ["botToken", "token", "appToken", "tokenFile", "userToken"] as const;

/**
 * Every account of every channel, with what it inherits from its channel.
 *
 * @param values secrets by setting, for the part of a token that names its bot
 */
export function viewChannels(config: JsonObject, values: ReadonlyMap<string, string>): ChannelAccount[] {
  const channels = at(config, "channels");
  if (!isObject(channels)) return [];
  const allowance = { left: mostGroups };
  return Object.entries(channels).flatMap(([kind, channel]) => {
    if (notChannels.includes(kind) || !isObject(channel) || channel.enabled === false) return [];
    const parts = { config, lists: senderListsOf(config, kind), allowance };
    return accountsOf(channel)
      .slice(0, mostAccounts)
      .map(({ id, entry }) => {
        const setting = id === null ? `channels.${kind}` : `channels.${kind}.accounts.${id}`;
        return viewAccount(parts, kind, id, inherited(channel, entry), botOf(kind, setting, values));
      });
  });
}

/** An account's settings over its channel's; where it is the only one, an empty list of groups is none. */
function inherited(channel: JsonObject, entry: JsonObject): JsonObject {
  const isOnly = Object.keys(isObject(channel.accounts) ? channel.accounts : {}).length < 2;
  const isEmpty = isObject(entry.groups) && Object.keys(entry.groups).length === 0;
  return { ...channel, ...entry, ...(isOnly && isEmpty && { groups: channel.groups }) };
}

function accountsOf(channel: JsonObject): { id: string | null; entry: JsonObject }[] {
  const accounts = isObject(channel.accounts) ? Object.entries(channel.accounts) : [];
  const live = accounts.flatMap(([id, entry]) =>
    isObject(entry) && entry.enabled !== false ? [{ id, entry }] : [],
  );
  const hasOwn = credentialKeys.some((key) => channel[key] !== undefined);
  return accounts.length === 0 || (hasOwn && !live.some(({ id }) => id === "default"))
    ? [{ id: null, entry: {} }, ...live]
    : live;
}

type Parts = {
  readonly config: JsonObject;
  readonly lists: SenderLists;
  readonly allowance: GroupAllowance;
};

function viewAccount(
  { config, lists, allowance }: Parts,
  kind: string,
  id: string | null,
  account: JsonObject,
  identity: string | null,
): ChannelAccount {
  const defaults = at(config, "channels", "defaults");
  const dmPolicy =
    textAt(account, "dmPolicy") ??
    textAt(account, "dm", "policy") ??
    textAt(defaults, "dmPolicy") ??
    "pairing";
  // Some channels have a default of their own, over which this one has no power; it is told all the same.
  const groupPolicy = textAt(account, "groupPolicy") ?? textAt(defaults, "groupPolicy") ?? "allowlist";
  const { groups, openGroups } = viewGroupAccess(kind, account, groupPolicy, lists, allowance);
  return {
    kind,
    account: id ?? "default",
    identity,
    dmPolicy,
    dmAllowed: peopleAllowed(account, dmPolicy, lists),
    groupPolicy,
    groups,
    openGroups,
    hasSenderList: openGroups === 0 && groups !== 0,
  };
}

const mostChats = 1000;

/** How many people may write to it directly; null when anyone may. Single chats may have policies of their own. */
function peopleAllowed(account: JsonObject, dmPolicy: string, lists: SenderLists): number | null {
  if (dmPolicy === "open") return null;
  const own = lists.peopleIn(account.allowFrom ?? at(account, "dm", "allowFrom"));
  if (own === null) return null;
  let more = 0;
  for (const [name, chat] of entriesOf(account.direct).slice(0, mostChats)) {
    const people = lists.peopleIn(chat.allowFrom);
    const isOpen = textAt(chat, "dmPolicy") === "open" || people === null;
    if (isOpen && name === "*") return null;
    if (isOpen || (people ?? 0) > 0) more += Math.max(1, people ?? 1);
  }
  return own + more;
}

/** The bot's public number, which stands in its token. */
function botOf(kind: string, setting: string, values: ReadonlyMap<string, string>): string | null {
  if (kind === "telegram") {
    return botNumber(kind, values.get(`${setting}.botToken`) ?? values.get(`${setting}.tokenFile`) ?? "");
  }
  return botNumber(kind, values.get(`${setting}.token`) ?? "");
}
