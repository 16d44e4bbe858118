import type { SelectOption } from "#components/ui/select.tsx";
import { type ChannelKind, channelKinds, channelLabels } from "#lib/domain/channel/channel-kind.ts";
import type { DmPolicy, GroupPolicy } from "#lib/domain/channel/channel-setting.ts";

/** Those that most tenants have come first. */
const usual: readonly ChannelKind[] = ["telegram", "slack", "discord", "whatsapp"];
const others = channelKinds
  .filter((kind) => !usual.includes(kind))
  .sort((a, b) => channelLabels[a].localeCompare(channelLabels[b]));

export const kindOptions: readonly SelectOption<ChannelKind>[] = [...usual, ...others].map((kind) => ({
  value: kind,
  label: channelLabels[kind],
}));

export const dmPolicyOptions: readonly SelectOption<DmPolicy>[] = [
  { value: "pairing", label: "People you approve (pairing)" },
  { value: "allowlist", label: "Only the people below" },
  { value: "open", label: "Everybody who finds it" },
  { value: "disabled", label: "Nobody" },
];

export const groupPolicyOptions: readonly SelectOption<GroupPolicy>[] = [
  { value: "allowlist", label: "Only groups that are allowed" },
  { value: "open", label: "Every group it is added to" },
  { value: "disabled", label: "No group" },
];
