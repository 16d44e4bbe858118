import { authModes, knownWord } from "#agent/evidence/sources/known-word.ts";
import { dmPolicies, groupPolicies } from "#lib/domain/channel/channel-setting.ts";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";

const drivers = ["openclaw", "clawd", "existing-session", "extension"];
const scopes = ["main", "per-peer", "per-channel-peer", "per-account-channel-peer", "unknown"];
const visibilities = ["self", "tree", "agent", "all", "unknown"];

/** The view with settings that take one of a few words told by these words alone. */
export function inKnownWords(view: ConfigurationView): ConfigurationView {
  const { browser, gateway, session, channels } = view;
  return {
    ...view,
    channels: channels.map((channel) => ({
      ...channel,
      dmPolicy: knownWord(channel.dmPolicy, [...dmPolicies, "unknown"]),
      groupPolicy: knownWord(channel.groupPolicy, [...groupPolicies, "unknown"]),
    })),
    browser: {
      ...browser,
      profiles: browser.profiles.map((profile) => ({
        ...profile,
        driver: profile.driver === null ? null : knownWord(profile.driver, drivers),
      })),
    },
    gateway: { ...gateway, authMode: knownWord(gateway.authMode, authModes) },
    session: {
      dmScope: knownWord(session.dmScope, scopes),
      visibility: knownWord(session.visibility, visibilities),
    },
  };
}
