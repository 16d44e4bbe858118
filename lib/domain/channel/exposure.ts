import { channelCatalogue } from "./catalogue.ts";
import type { ChannelSetting } from "./channel-setting.ts";

/** The part of a channel that decides who can write to the agent. */
export type Exposure = Pick<ChannelSetting, "dmPolicy" | "groupPolicy">;

/** Who can write through a channel. Where OpenClaw has no setting for it, nobody is kept out. */
export function exposureOf(setting: Pick<ChannelSetting, "kind" | "dmPolicy" | "groupPolicy">): Exposure {
  const { dm, hasGroups } = channelCatalogue[setting.kind];
  return {
    dmPolicy: dm === "none" ? "open" : setting.dmPolicy,
    groupPolicy: hasGroups ? setting.groupPolicy : "disabled",
  };
}
