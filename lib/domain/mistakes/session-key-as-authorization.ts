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
    "Session scope, direct-message policy, bindings by person, operator scopes and hooks of the configuration in effect.",
  buyerText: "People of different clients never share one assistant and are kept apart by more than labels.",
  fixes: ["restore-configuration"],
  items: ["gateway-token", "state-directory"],
  needs: ["configuration"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) => tenants.flatMap(findOn),
};

const configured = "Sessions, channels, bindings and sign-in of the configuration in effect.";

function findOn(tenant: ViewedTenant): Fault[] {
  const details = [commonConversation, peerRoutes, handedScopes, hookSessions].flatMap((look) =>
    look(tenant),
  );
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

function peerRoutes({ view }: ViewedTenant): Detail[] {
  const agents = new Set(view.bindings.filter(({ hasPeer }) => hasPeer).map(({ agent }) => agent));
  if (agents.size < 2) return [];
  const names = [...agents].sort();
  return [
    [
      `peers ${names.join(" ")}`,
      `Messages are led to ${listWords(names)} by who writes them; inside one Gateway that route is all that is between them.`,
      ["bindings", "agents"],
      "Onboard a tenant for every client and take the bindings with a peer out of this configuration.",
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
