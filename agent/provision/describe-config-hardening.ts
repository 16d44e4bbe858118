import type { TenantConfigInput } from "#agent/drift/tenant-config.ts";
import { commandModeLabels } from "#lib/domain/tool-policy/describe-policy.ts";
import { defaultPolicy, rulesOf } from "#lib/domain/tool-policy/policy.ts";

export type Hardening = { readonly setting: string; readonly effect: string };

/** What the configuration does for the boundary, in words for an operator; shown in the plan. */
export function hardeningOf(input: TenantConfigInput): Hardening[] {
  const { allow, commands } = rulesOf(input.toolPolicy ?? defaultPolicy(input.hasPowerfulTools));
  return [
    {
      setting: "gateway.bind: loopback",
      effect: "The Gateway answers on this host only, never on the network.",
    },
    {
      setting: "gateway.auth: token from the secrets file",
      effect: "Nobody gets in without the tenant's own token, and no configuration holds it.",
    },
    {
      setting: "gateway.trustedProxies: an address nobody has",
      effect: "Forwarded requests are refused, not believed.",
    },
    { setting: "gateway.controlUi: off", effect: "No administration page is served." },
    {
      setting: "browser: off",
      effect: "No browser runs whose remote control is open to everybody on the host.",
    },
    {
      setting: "tools.fs.workspaceOnly: on",
      effect: "The agent's file tools can't leave the tenant's workspace.",
    },
    {
      setting: "tools.allow: the policy's tools alone",
      effect: `The agent has ${allow.length} tools and no others.`,
    },
    commands === "deny"
      ? { setting: "tools.exec: deny", effect: "The agent can't run commands." }
      : {
          setting: `tools.exec: ${commands}`,
          effect: `${commandModeLabels[commands]}. Commands run as the tenant's user; what keeps them in is that user's rights alone.`,
        },
    {
      setting: "tools.deny: self-administration",
      effect: "The agent can't change its Gateway, its plugins, its schedule or its secrets.",
    },
    {
      setting: "tools.sessions.visibility: agent",
      effect: "An agent sees its own conversations, not those of other agents.",
    },
    {
      setting: "session.dmScope: per channel and peer",
      effect: "People who write to it don't share a conversation.",
    },
    {
      setting: "plugins.allow: a short list",
      effect: "Only what the tenant's channels and models need is loaded, and nothing is installed at start.",
    },
    {
      setting: "discovery.mdns, update checks, model catalogue: off",
      effect: "It announces and fetches nothing by itself.",
    },
    {
      setting: "configuration owned by the host agent",
      effect: "The tenant's agent can't rewrite any of this where it has an OS user of its own.",
    },
  ];
}
