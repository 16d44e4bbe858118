import { type ChannelKind, hasAccounts } from "#lib/domain/channel/channel-kind.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { secretReference } from "../secret-reference.ts";

type Account = Readonly<Record<string, unknown>>;

/** The part of the configuration that has a tenant's channels; secrets are references only. */
export function channelsConfig(settings: readonly ChannelSetting[]) {
  if (settings.length === 0) return {};
  const kinds = [...new Set(settings.map(({ kind }) => kind))].sort();
  const entries = kinds.map((kind) => [kind, channelOf(settings.filter((setting) => setting.kind === kind))]);
  return { channels: Object.fromEntries(entries) as Readonly<Record<string, Account>> };
}

/** A channel is loaded only when its plugin is allowed; a plugin has its channel's name. */
export function channelPlugins(settings: readonly ChannelSetting[]): ChannelKind[] {
  return [...new Set(settings.map(({ kind }) => kind))].sort();
}

function channelOf(settings: readonly ChannelSetting[]): Account {
  const [first] = settings;
  if (first === undefined) return {};
  if (!hasAccounts(first.kind)) return { enabled: true, configWrites: false, ...accountOf(first) };
  const accounts = settings.map((setting) => [setting.accountId, accountOf(setting)]);
  return {
    enabled: true,
    // Otherwise a chat message could rewrite the configuration.
    configWrites: false,
    accounts: Object.fromEntries(accounts) as Readonly<Record<string, Account>>,
  };
}

function accountOf(setting: ChannelSetting): Account {
  const { kind, accountId, options, secrets } = setting;
  const references = secrets.map((name) => [name, secretReference(["channels", kind, accountId, name])]);
  return {
    enabled: true,
    ...options,
    ...accessOf(setting),
    ...(Object.fromEntries(references) as Account),
  };
}

/** Who may write to it, in the channel's own words. */
function accessOf({ kind, dmPolicy, allowFrom, groupPolicy }: ChannelSetting): Account {
  // OpenClaw takes `open` only from somebody who says that it means everybody.
  const people = dmPolicy === "open" ? ["*"] : allowFrom;
  switch (kind) {
    case "matrix":
      return { dm: { policy: dmPolicy, allowFrom: people }, groupPolicy };
    case "nostr":
      return { dmPolicy, allowFrom: people };
    default:
      return { dmPolicy, allowFrom: people, groupPolicy };
  }
}
