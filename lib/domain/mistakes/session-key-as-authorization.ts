import { restoring } from "./cures.ts";
import { type Fault, listWords, type MistakeRule, type ViewedTenant } from "./mistake-rule.ts";

/** Users who must be kept apart, with nothing but session keys, routes or scopes between them. */
export const sessionKeyAsAuthorization: MistakeRule = {
  id: "session-key-as-authorization",
  title: "Session keys or scopes taken for a wall",
  explanation:
    "A session key says which conversation a message belongs to, and a scope what a button does. Neither keeps people apart who use one Gateway: its memory, tools and files are one. With dmScope main all of them even share one conversation.",
  remedy:
    "Keep to people of one client on this Gateway, and onboard a tenant for every other client. Set session.dmScope to per-channel-peer, take peer routes and operator scopes of outsiders away, and don't let a hook choose its session.",
  looksAt:
    "Session scopes, direct-message policy, routes by person, group or topic, broadcasts, operator scopes and hooks of the configuration in effect.",
  buyerText: "People of different clients never share one assistant and are kept apart by more than labels.",
  fixes: ["restore-configuration"],
  items: ["gateway-token", "state-directory"],
  needs: ["configuration"],
  reads: ["session", "channels", "bindings", "broadcast", "gateway", "hooks", "agents", "accessGroups"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) => tenants.flatMap(findOn),
};

const configured = "Sessions, channels, bindings and sign-in of the configuration in effect.";

function findOn(tenant: ViewedTenant): Fault[] {
  const details = [
    commonConversation,
    mergedRoutes,
    peerRoutes,
    hookAgents,
    handedScopes,
    hookSessions,
  ].flatMap((look) => look(tenant));
  return details.map(([key, detail, areas, step]) => ({
    key,
    slug: tenant.slug,
    others: [],
    detail,
    seenHow: configured,
    cure: restoring(tenant.view, areas, step),
  }));
}

const auth = ["gateway.auth"];
const ownToken =
  "Let the Gateway in by its own token alone, and onboard a tenant for every other client's people.";

type Detail = [key: string, detail: string, areas: readonly string[], step: string];

function commonConversation({ view }: ViewedTenant): Detail[] {
  if (view.session.dmScope !== "main") return [];
  const open = view.channels.filter(({ dmPolicy }) => dmPolicy !== "disabled");
  const hasMany = open.length > 1 || open.some(({ dmAllowed }) => dmAllowed === null || dmAllowed > 1);
  if (!hasMany) return [];
  const accounts = open.map(({ kind, account }) => `${kind} (${account})`);
  return [
    [
      "dm-scope",
      `session.dmScope is main: everyone who writes to ${listWords(accounts)} shares one conversation.`,
      ["session", "channels"],
      "Set session.dmScope to per-channel-peer, or let one person write to it alone (Credentials).",
    ],
  ];
}

/** Bindings, topics, groups and broadcasts alike: what is said there decides whose agent hears it. */
function peerRoutes({ view }: ViewedTenant): Detail[] {
  const routes = view.bindings.filter(({ hasPeer }) => hasPeer);
  const agents = new Set(routes.map(({ agent }) => agent));
  const dynamic = routes.find(({ isMany }) => isMany === true);
  if (agents.size < 2 && dynamic === undefined) return [];
  const names = [...agents].filter((name) => name !== "*").sort();
  const whom =
    dynamic === undefined
      ? listWords(names)
      : `an agent for each person (${dynamic.setting ?? dynamic.channel})`;
  const settings = [
    ...new Set(routes.flatMap(({ setting }) => (setting?.startsWith("bindings.") ? [] : (setting ?? [])))),
  ];
  const by = settings.length === 0 ? "" : ` (${listWords(settings.slice(0, 5))})`;
  return [
    [
      `peers ${[...agents].sort().join(" ")}`,
      `Messages are led to ${whom} by who writes them${dynamic === undefined ? by : ""}; inside one Gateway that route is all that is between them.`,
      ["bindings", "agents", "channels", "broadcast"],
      "Onboard a tenant for every client and take the routes by person, group or topic out of this configuration.",
    ],
  ];
}

/** Who may call names the agent; one token opens all of them. */
function hookAgents({ view }: ViewedTenant): Detail[] {
  const calls = view.bindings.filter(({ road, setting }) => road === "call" && setting?.startsWith("hooks."));
  const agents = [...new Set(calls.map(({ agent }) => agent))].sort();
  if (agents.length < 2) return [];
  return [
    [
      `hook agents ${agents.join(" ")}`,
      `Whoever has the hooks token sets ${listWords(agents)} to work: the call itself says which (hooks.allowedAgentIds, hooks.mappings).`,
      ["hooks", "agents"],
      "Set hooks.allowedAgentIds to one agent, and onboard a tenant for every other client whose programs call.",
    ],
  ];
}

/** Exceptions from a scope that keeps conversations apart. */
function mergedRoutes({ view }: ViewedTenant): Detail[] {
  const merging = view.session.merging ?? [];
  if (merging.length === 0) return [];
  return [
    [
      `merging ${[...merging].sort().join(" ")}`,
      `${listWords(merging.slice(0, 5))} ${merging.length === 1 ? "has" : "have"} all who write there share the agent's one conversation.`,
      ["session", "bindings"],
      "Take the scope main out of these settings, then restart the Gateway.",
    ],
  ];
}

function handedScopes({ view }: ViewedTenant): Detail[] {
  const { namedOperators, authMode } = view.gateway;
  if (namedOperators === null) {
    return [
      ["operators any", `gateway.auth.mode is ${authMode}: whoever a proxy names is let in.`, auth, ownToken],
    ];
  }
  if (namedOperators < 2) return [];
  return [
    [
      `operators ${namedOperators}`,
      `${namedOperators} people are let in by name with operator scopes; scopes limit buttons, not what the assistant can reach.`,
      auth,
      ownToken,
    ],
  ];
}

function hookSessions({ view }: ViewedTenant): Detail[] {
  if (!view.gateway.hooksPickSession) return [];
  return [
    [
      "hooks",
      "hooks.allowRequestSessionKey is on: whoever may call a hook chooses whose conversation it enters.",
      ["hooks"],
      "Set hooks.allowRequestSessionKey to false, then restart the Gateway.",
    ],
  ];
}
