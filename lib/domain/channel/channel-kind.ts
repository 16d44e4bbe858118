import { z } from "zod";

/**
 * The channels that a tenant can be given, by OpenClaw's own ids. The first
 * four have a form of their own; the others share a generic one.
 */
export const channelKinds = [
  "telegram",
  "slack",
  "discord",
  "whatsapp",
  "feishu",
  "googlechat",
  "irc",
  "line",
  "matrix",
  "mattermost",
  "msteams",
  "nextcloud-talk",
  "nostr",
  "signal",
  "zalo",
] as const;
export const channelKindSchema = z.enum(channelKinds);
export type ChannelKind = z.infer<typeof channelKindSchema>;

/** Channels that OpenClaw brings along; each other one is a package of its own, `@openclaw/<kind>`. */
const bundledKinds: readonly ChannelKind[] = ["telegram"];

/** True when the channel's plugin must be installed inside the tenant's boundary first. */
export function needsPlugin(kind: ChannelKind): boolean {
  return !bundledKinds.includes(kind);
}

/** Channels of which a Gateway can have one account only. */
const singleAccountKinds: readonly ChannelKind[] = ["msteams", "nostr"];

export function hasAccounts(kind: ChannelKind): boolean {
  return !singleAccountKinds.includes(kind);
}

export const channelLabels: Record<ChannelKind, string> = {
  telegram: "Telegram",
  slack: "Slack",
  discord: "Discord",
  whatsapp: "WhatsApp",
  feishu: "Feishu",
  googlechat: "Google Chat",
  irc: "IRC",
  line: "LINE",
  matrix: "Matrix",
  mattermost: "Mattermost",
  msteams: "Microsoft Teams",
  "nextcloud-talk": "Nextcloud Talk",
  nostr: "Nostr",
  signal: "Signal",
  zalo: "Zalo",
};
