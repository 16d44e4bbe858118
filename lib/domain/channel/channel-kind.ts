import { z } from "zod";
import { type ChannelKind, channelCatalogue } from "./catalogue.ts";

export type { ChannelKind } from "./catalogue.ts";

/** Every channel of OpenClaw, by its own id. */
export const channelKinds = Object.keys(channelCatalogue) as readonly ChannelKind[];
export const channelKindSchema = z.enum(channelKinds);

/** True when the channel's plugin must be installed inside the tenant's boundary first. */
export function needsPlugin(kind: ChannelKind): boolean {
  return channelCatalogue[kind].npmSpec !== null;
}

/** True for a plugin that others than OpenClaw publish; its settings are known once it is installed. */
export function isForeign(kind: ChannelKind): boolean {
  return channelCatalogue[kind].settings === null;
}

export function hasAccounts(kind: ChannelKind): boolean {
  return channelCatalogue[kind].hasAccounts;
}

/** Channels whose account is linked by a code that a phone scans. */
const linkedKinds: readonly ChannelKind[] = [
  "whatsapp",
  "zalouser",
  "openclaw-weixin",
  "openclaw-zaloclawbot",
];

export function isLinkedByCode(kind: ChannelKind): boolean {
  return linkedKinds.includes(kind);
}

/** Why this channel can't be given to a tenant from here; null where it can. */
export function findUnavailability(kind: ChannelKind): string | null {
  const { plainSecrets, secrets, label } = channelCatalogue[kind];
  if (plainSecrets.length === 0 || secrets.length > 0) return null;
  return `OpenClaw takes ${label}'s secrets (${plainSecrets.join(", ")}) in plain text in its configuration only. Bulkhead writes no secret there.`;
}

export const channelLabels = Object.fromEntries(
  channelKinds.map((kind) => [kind, channelCatalogue[kind].label]),
) as Readonly<Record<ChannelKind, string>>;
