import { ordinaryName } from "#agent/evidence/sources/known-path.ts";
import { authModes, knownWord } from "#agent/evidence/sources/known-word.ts";
import { dmPolicies, groupPolicies } from "#lib/domain/channel/channel-setting.ts";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";

const drivers = ["openclaw", "clawd", "existing-session", "extension"];
const scopes = ["main", "per-peer", "per-channel-peer", "per-account-channel-peer", "unknown"];
const visibilities = ["self", "tree", "agent", "all", "unknown"];

/**
 * The view with settings that take one of a few words told by these words
 * alone, and names that nothing bears told as far as they are ordinary ones.
 */
export function inKnownWords(key: Buffer, view: ConfigurationView): ConfigurationView {
  const { agents, bindings, browser, gateway, session, channels } = view;
  const ids = new Set([
    ...agents.map(({ id }) => id),
    ...channels.flatMap((each) => [each.kind, each.account]),
  ]);
  const told = (name: string) => (ids.has(name) ? name : ordinaryName(key, name));
  return {
    ...view,
    agents: agents.map(({ workspace, stateDirectory, ...agent }) => ({
      ...agent,
      workspace: workspace === null ? null : ordinaryName(key, workspace),
      ...(stateDirectory != null && { stateDirectory: ordinaryName(key, stateDirectory) }),
    })),
    bindings: bindings.map((binding) => ({
      ...binding,
      agent: told(binding.agent),
      channel: told(binding.channel),
      account: told(binding.account),
    })),
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
