import { at, isObject, type JsonObject, textAt } from "#agent/system/json-value.ts";
import { botNumber } from "#lib/domain/channel/bot-number.ts";
import type { ChannelAccount } from "#lib/domain/mistakes/configuration-view.ts";

/** Keys of `channels` that are no channel. */
const notChannels: readonly string[] = ["defaults", "modelByChannel"];
const credentialKeys = ["botToken", "token", "appToken", "tokenFile", "userToken"] as const;

/**
 * Every account of every channel, with what it inherits from its channel.
 *
 * @param values secrets by setting, for the part of a token that names its bot
 */
export function viewChannels(config: JsonObject, values: ReadonlyMap<string, string>): ChannelAccount[] {
  const channels = at(config, "channels");
  if (!isObject(channels)) return [];
  const defaults = at(channels, "defaults");
  return Object.entries(channels).flatMap(([kind, channel]) => {
    if (notChannels.includes(kind) || !isObject(channel) || channel.enabled === false) return [];
    return accountsOf(channel).map(({ id, entry }) => {
      const setting = id === null ? `channels.${kind}` : `channels.${kind}.accounts.${id}`;
      return viewAccount(kind, id, { ...channel, ...entry }, defaults, botOf(kind, setting, values));
    });
  });
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

function viewAccount(
  kind: string,
  id: string | null,
  account: JsonObject,
  defaults: unknown,
  identity: string | null,
): ChannelAccount {
  const dmPolicy =
    textAt(account, "dmPolicy") ??
    textAt(account, "dm", "policy") ??
    textAt(defaults, "dmPolicy") ??
    "pairing";
  const allowed = listOf(account.allowFrom ?? at(account, "dm", "allowFrom"));
  const groupPolicy = textAt(account, "groupPolicy") ?? textAt(defaults, "groupPolicy") ?? "allowlist";
  const groups = [account.groups, account.channels, account.guilds].find(isObject) ?? {};
  const senders = listOf(account.groupAllowFrom ?? account.allowFrom);
  const isEvery = groupPolicy === "open" || Object.hasOwn(groups, "*");
  return {
    kind,
    account: id ?? "default",
    identity,
    dmPolicy,
    dmAllowed: dmPolicy === "open" || allowed.includes("*") ? null : allowed.length,
    groupPolicy,
    groups: isEvery ? null : Object.keys(groups).length,
    hasSenderList: isNamed(senders) || hasSendersEach(groups),
  };
}

/** True when every group names the people whom it lets act. */
function hasSendersEach(groups: JsonObject): boolean {
  const each = Object.values(groups);
  return (
    each.length > 0 &&
    each.every((group) => isObject(group) && isNamed(listOf(group.allowFrom ?? group.users)))
  );
}

function isNamed(senders: readonly string[]): boolean {
  return senders.length > 0 && !senders.includes("*");
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The bot's public number, which stands in its token. */
function botOf(kind: string, setting: string, values: ReadonlyMap<string, string>): string | null {
  if (kind === "telegram") {
    return botNumber(kind, values.get(`${setting}.botToken`) ?? values.get(`${setting}.tokenFile`) ?? "");
  }
  return botNumber(kind, values.get(`${setting}.token`) ?? "");
}
