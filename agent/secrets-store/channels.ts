import path from "node:path";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import { channelCatalogue } from "#lib/domain/channel/catalogue.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { fileSettingOf, settingValue } from "#lib/domain/channel/setting-form.ts";
import { secretReference } from "./secret-reference.ts";

type Account = Readonly<Record<string, unknown>>;
type Places = Pick<TenantLayout, "secrets">;

/** The part of the configuration that has a tenant's channels; secrets are references or names of files only. */
export function channelsConfig(layout: Places, settings: readonly ChannelSetting[]) {
  if (settings.length === 0) return {};
  const kinds = [...new Set(settings.map(({ kind }) => kind))].sort();
  const entries = kinds.map((kind) => [
    kind,
    channelOf(
      layout,
      settings.filter((setting) => setting.kind === kind),
    ),
  ]);
  return { channels: Object.fromEntries(entries) as Readonly<Record<string, Account>> };
}

/** A channel is loaded only when its plugin is allowed. */
export function channelPlugins(settings: readonly ChannelSetting[]): string[] {
  return [...new Set(settings.map(({ kind }) => channelCatalogue[kind].plugin))].sort();
}

/** Where a secret lies for a channel that takes the name of a file. */
export function secretFileOf({ secrets }: Places, kind: string, accountId: string, key: string): string {
  return path.join(secrets, secretFileName(kind, accountId, key));
}

export function secretFileName(kind: string, accountId: string, key: string): string {
  return `${kind}.${accountId}.${key}`;
}

function channelOf(layout: Places, settings: readonly ChannelSetting[]): Account {
  const [first] = settings;
  if (first === undefined) return {};
  // Otherwise a chat message could rewrite the configuration.
  const whole = { enabled: true, configWrites: false };
  const { hasAccounts, settings: described } = channelCatalogue[first.kind];
  if (!hasAccounts) {
    // A plugin of somebody else's may refuse what OpenClaw's own channels all know.
    return { ...(described === null ? { enabled: true } : whole), ...accountOf(layout, first) };
  }
  const accounts = settings.map((setting) => [setting.accountId, accountOf(layout, setting)]);
  return { ...whole, accounts: Object.fromEntries(accounts) as Readonly<Record<string, Account>> };
}

function accountOf(layout: Places, setting: ChannelSetting): Account {
  const { kind, accountId, options, secrets } = setting;
  const references = secrets.map((name): [string, unknown] => {
    const file = fileSettingOf(kind, name);
    if (file !== null) return [file, secretFileOf(layout, kind, accountId, name)];
    return [name, secretReference(["channels", kind, accountId, name])];
  });
  return {
    enabled: true,
    ...optionsOf(setting.kind, options),
    ...accessOf(setting),
    ...Object.fromEntries(references),
  };
}

/** Settings as OpenClaw has them; "transport.url" stands under `transport`. */
function optionsOf(kind: ChannelSetting["kind"], options: ChannelSetting["options"]): Account {
  const whole: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(options)) {
    const [key = name, below] = name.split(".");
    const value = settingValue(kind, name, text);
    whole[key] = below === undefined ? value : { ...(whole[key] as Account | undefined), [below]: value };
  }
  return whole;
}

/** Who may write to it, in the channel's own words. */
function accessOf({ kind, dmPolicy, allowFrom, groupPolicy }: ChannelSetting): Account {
  const { dm, hasPeople, hasGroups } = channelCatalogue[kind];
  // OpenClaw takes `open` only from somebody who says that it means everybody.
  const people = dmPolicy === "open" ? ["*"] : allowFrom;
  const direct = {
    flat: { dmPolicy, ...(hasPeople && { allowFrom: people }) },
    nested: { dm: { policy: dmPolicy, allowFrom: people } },
    none: hasPeople && allowFrom.length > 0 ? { allowFrom } : {},
  }[dm];
  return { ...direct, ...(hasGroups && { groupPolicy }) };
}
