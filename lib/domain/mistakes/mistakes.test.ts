import { describe, expect, it } from "vitest";
import { applyRules } from "./apply-rules.ts";
import type {
  ChannelAccount,
  ConfigurationView,
  SecretSighting,
  ViewPart,
  ViewPlace,
} from "./configuration-view.ts";
import { type MistakeId, mistakeIds } from "./mistake-rule.ts";
import { mistakeRule, mistakeRules } from "./mistake-rules.ts";
import { blankView } from "./testing/blank-view.ts";

type Changes = Partial<ConfigurationView>;

/** What the rule says of acme, beside beta. */
function outcome(id: MistakeId, acme: Changes | null, beta: Changes | null = {}) {
  const view = (slug: string, changes: Changes | null) => ({
    slug,
    configuration: changes === null ? null : { ...blankView(slug), ...changes },
  });
  const found = applyRules([view("acme", acme), view("beta", beta)]).find(
    ({ ruleId, slug }) => ruleId === id && slug === "acme",
  );
  if (found === undefined) throw new Error(`No outcome of ${id}`);
  return found;
}

const secret = (changes: Partial<SecretSighting>): SecretSighting => ({
  role: "channel",
  setting: "channels.telegram.botToken",
  place: "file",
  where: null,
  fingerprint: "f00d",
  ...changes,
});
const place = (changes: Partial<ViewPlace>): ViewPlace => ({
  kind: "workspace",
  setting: "default workspace",
  given: "/srv/shared",
  real: "/srv/shared",
  inode: null,
  via: "direct",
  isInside: false,
  ...changes,
});
const channel = (changes: Partial<ChannelAccount>): ChannelAccount => ({
  kind: "telegram",
  account: "default",
  identity: null,
  dmPolicy: "pairing",
  dmAllowed: 0,
  groupPolicy: "allowlist",
  groups: 0,
  hasSenderList: false,
  ...changes,
});
const called = (agent: string, setting: string) => ({
  ...{ agent, channel: "*", account: "*", hasPeer: false, setting },
  road: "call" as const,
});
const powerful = [{ id: "main", workspace: null, powers: ["commands (exec)"] }];
const browserOf = (profile: object = {}) => ({
  isOn: true,
  profiles: [{ name: "work", driver: null, attachesOnly: false, endpoint: null, ...profile }],
});
const gateway = blankView("acme").gateway;
const [base] = [blankView("beta").ports.base ?? 0];
const token = secret({ role: "gateway", setting: "gateway.auth.token" });
const gap = (part: ViewPart) => ({ gaps: [{ part, reason: "It is closed." }] });

type Case = {
  id: MistakeId;
  what: string;
  acme: Changes;
  beta?: Changes;
};

const broken: Case[] = [
  {
    id: "one-gateway-many-clients",
    what: "agents that answer accounts of their own",
    acme: {
      agents: ["a", "b"].map((id) => ({ id, workspace: null, powers: [] })),
      bindings: ["a", "b"].map((agent) => ({ agent, channel: "slack", account: agent, hasPeer: false })),
    },
  },
  {
    id: "one-gateway-many-clients",
    what: "agents that answer people of their own",
    acme: {
      agents: ["a", "b"].map((id) => ({ id, workspace: null, powers: [] })),
      bindings: ["a", "b"].map((agent) => ({ agent, channel: "slack", account: "*", hasPeer: true })),
    },
  },
  {
    id: "one-gateway-many-clients",
    what: "agents of which one answers an account and one a person",
    acme: {
      agents: ["a", "b"].map((id) => ({ id, workspace: null, powers: [] })),
      bindings: [
        { agent: "a", channel: "slack", account: "one", hasPeer: false },
        { agent: "b", channel: "slack", account: "two", hasPeer: true },
      ],
    },
  },
  {
    id: "one-gateway-many-clients",
    what: "agents with state of their own",
    acme: {
      agents: ["a", "b"].map((id) => ({ id, workspace: null, powers: [], stateDirectory: `/srv/${id}` })),
    },
  },
  {
    id: "one-gateway-many-clients",
    what: "agents with model keys of their own",
    acme: {
      agents: ["a", "b"].map((id) => ({ id, workspace: null, powers: [], hasOwnModelKeys: true })),
    },
  },
  {
    id: "one-gateway-many-clients",
    what: "an agent that bears another tenant's name",
    acme: { agents: ["main", "beta"].map((id) => ({ id, workspace: null, powers: [] })) },
  },
  {
    id: "shared-openai-key",
    what: "one key for two tenants' API",
    acme: { secrets: [token], gateway: { ...gateway, openAiEndpoints: ["chatCompletions"] } },
    beta: { secrets: [token] },
  },
  {
    id: "shared-openai-key",
    what: "one model key",
    acme: { secrets: [secret({ role: "model" })] },
    beta: { secrets: [secret({ role: "model" })] },
  },
  {
    id: "personal-and-company-browser",
    what: "a person's browser",
    acme: { browser: browserOf({ driver: "existing-session" }) },
  },
  {
    id: "personal-and-company-browser",
    what: "a browser to attach to",
    acme: { browser: browserOf({ attachesOnly: true }) },
  },
  {
    id: "personal-and-company-browser",
    what: "one control address",
    acme: { browser: browserOf({ endpoint: "127.0.0.1:9222" }) },
    beta: { browser: browserOf({ endpoint: "127.0.0.1:9222" }) },
  },
  {
    id: "personal-and-company-browser",
    what: "one control address by two names",
    acme: { browser: browserOf({ endpoint: "a.example:9222", alsoAt: ["203.0.113.7:9222"] }) },
    beta: { browser: browserOf({ endpoint: "203.0.113.7:9222" }) },
  },
  {
    id: "personal-and-company-browser",
    what: "one browser's user data",
    acme: {
      browser: browserOf(),
      places: [place({ kind: "browser-data", isInside: true, inode: "8:1", real: "/a" })],
    },
    beta: {
      browser: browserOf(),
      places: [place({ kind: "browser-data", isInside: true, inode: "8:1", real: "/b" })],
    },
  },
  {
    id: "group-allowlist-only-protection",
    what: "listed groups",
    acme: { agents: powerful, channels: [channel({ groups: 2 })] },
  },
  {
    id: "group-allowlist-only-protection",
    what: "open groups",
    acme: { agents: powerful, channels: [channel({ groupPolicy: "open", groups: null })] },
  },
  {
    id: "group-allowlist-only-protection",
    what: "open groups, however few are listed beside",
    acme: { agents: powerful, channels: [channel({ groupPolicy: "open" })] },
  },
  {
    id: "group-allowlist-only-protection",
    what: "an allowlist that lets every group in",
    acme: { agents: powerful, channels: [channel({ groups: null })] },
  },
  {
    id: "shared-channel-account",
    what: "one bot token",
    acme: { secrets: [secret({})] },
    beta: { secrets: [secret({})] },
  },
  {
    id: "shared-channel-account",
    what: "one bot with two tokens",
    acme: { channels: [channel({ identity: "1234567" })] },
    beta: { channels: [channel({ identity: "1234567", account: "support" })] },
  },
  {
    id: "shared-channel-account",
    what: "one sign-in directory",
    acme: { places: [place({ kind: "channel", real: "/srv/wa" })] },
    beta: { places: [place({ kind: "channel", real: "/srv/wa/main" })] },
  },
  { id: "shared-gateway-token", what: "one token", acme: { secrets: [token] }, beta: { secrets: [token] } },
  {
    id: "shared-hooks-token",
    what: "one token",
    acme: { secrets: [secret({ role: "hooks" })] },
    beta: { secrets: [secret({ role: "hooks" })] },
  },
  {
    id: "token-reused-as-api-key",
    what: "its own model key",
    acme: { secrets: [token, secret({ role: "model" })] },
  },
  {
    id: "token-reused-as-api-key",
    what: "its own hooks token",
    acme: { secrets: [token, secret({ role: "hooks" })] },
  },
  {
    id: "token-reused-as-api-key",
    what: "another tenant's model key",
    acme: { secrets: [token] },
    beta: { secrets: [secret({ role: "model" })] },
  },
  {
    id: "shared-directories",
    what: "a common place outside",
    acme: { places: [place({})] },
    beta: { places: [place({ real: "/srv/shared/deep" })] },
  },
  {
    id: "shared-directories",
    what: "a place in the other's tree",
    acme: { places: [place({ real: "/srv/tenants/beta/x", via: "bind-mount" })] },
  },
  {
    id: "shared-directories",
    what: "a place that holds the other's tree",
    acme: { places: [place({ real: "/" })] },
  },
  {
    id: "shared-directories",
    what: "one inode under two names",
    acme: { places: [place({ real: "/srv/tenants/acme/w", isInside: true, inode: "8:1" })] },
    beta: { places: [place({ real: "/srv/tenants/beta/w", isInside: true, inode: "8:1" })] },
  },
  {
    id: "overlapping-ports",
    what: "blocks by one port",
    acme: { ports: { base: base + 119, reserved: 1024, pinned: [] } },
  },
  {
    id: "overlapping-ports",
    what: "a pinned port of the other's",
    acme: { ports: { ...blankView("acme").ports, pinned: [{ setting: "cdpPort", port: base + 11 }] } },
  },
  {
    id: "overlapping-ports",
    what: "a browser's address at a port of the other's",
    acme: { browser: browserOf({ endpoint: `127.0.0.1:${base + 11}` }) },
  },
  {
    id: "overlapping-ports",
    what: "a browser's address at the port of the other's browser",
    acme: { browser: browserOf({ endpoint: "127.0.0.1:9222" }) },
    beta: { ports: { ...blankView("beta").ports, pinned: [{ setting: "cdpPort", port: 9222 }] } },
  },
  {
    id: "overlapping-ports",
    what: "the other's pin on its port",
    acme: {},
    beta: {
      ports: {
        ...blankView("beta").ports,
        pinned: [{ setting: "cdpPort", port: (blankView("acme").ports.base ?? 0) + 11 }],
      },
    },
  },
  {
    id: "public-token",
    what: "a Gateway token out of a document",
    acme: { secrets: [{ ...token, isPublic: true }] },
  },
  {
    id: "public-token",
    what: "a hooks token out of a document",
    acme: {
      secrets: [token, secret({ role: "hooks", setting: "hooks.token", place: "config", isPublic: true })],
    },
  },
  {
    id: "personal-and-company-browser",
    what: "one account at a service",
    acme: { browser: browserOf({ endpoint: "browser.example.com:443", account: "f00d" }) },
    beta: { browser: browserOf({ endpoint: "browser.example.com:443", account: "f00d" }) },
  },
  {
    id: "personal-and-company-browser",
    what: "a service that one of them uses without an account",
    acme: { browser: browserOf({ endpoint: "browser.example.com:443", account: "f00d" }) },
    beta: { browser: browserOf({ endpoint: "browser.example.com:443", account: null }) },
  },
  { id: "plain-secret-in-config", what: "a bot token", acme: { secrets: [secret({ place: "config" })] } },
  {
    id: "secret-in-dotenv",
    what: "a key",
    acme: { secrets: [secret({ place: "dotenv", where: "/w/.env" })] },
  },
  {
    id: "secret-in-arguments",
    what: "an option",
    acme: { secrets: [secret({ place: "arguments", where: "pid 1" })] },
  },
  {
    id: "secret-in-arguments",
    what: "a variable",
    acme: { secrets: [secret({ place: "environment", where: "pid 1" })] },
  },
  {
    id: "log-or-backup-outside-boundary",
    what: "a log",
    acme: { places: [place({ kind: "log", real: "/tmp/openclaw" })] },
  },
  { id: "log-or-backup-outside-boundary", what: "backups", acme: { places: [place({ kind: "backups" })] } },
  {
    id: "backup-holds-two-tenants",
    what: "in its own archive",
    acme: { archives: [{ name: "a.tar", holds: ["acme", "beta"] }] },
  },
  {
    id: "backup-holds-two-tenants",
    what: "in the other's archive",
    acme: {},
    beta: { archives: [{ name: "a.tar", holds: ["acme"] }] },
  },
  { id: "plugin-writes-outside-state", what: "a plugin", acme: { places: [place({ kind: "plugin" })] } },
  {
    id: "plugin-writes-outside-state",
    what: "a file that is written",
    acme: { places: [place({ kind: "open-file" })] },
  },
  {
    id: "session-key-as-authorization",
    what: "one conversation for all",
    acme: {
      session: { dmScope: "main", visibility: "agent" },
      channels: [channel({ dmPolicy: "open", dmAllowed: null })],
    },
  },
  {
    id: "session-key-as-authorization",
    what: "people led to agents",
    acme: { bindings: ["a", "b"].map((agent) => ({ agent, channel: "slack", account: "*", hasPeer: true })) },
  },
  {
    id: "session-key-as-authorization",
    what: "topics led to agents",
    acme: {
      bindings: ["a", "b"].map((agent) => ({
        agent,
        channel: "telegram",
        account: "*",
        hasPeer: true,
        road: "conversation" as const,
        setting: `channels.telegram.groups.-1.topics.${agent}.agentId`,
      })),
    },
  },
  {
    id: "session-key-as-authorization",
    what: "an agent for each person",
    acme: { bindings: [{ agent: "*", channel: "feishu", account: "*", hasPeer: true, isMany: true }] },
  },
  {
    id: "session-key-as-authorization",
    what: "hooks whose calls name the agent",
    acme: { bindings: ["a", "b"].map((agent) => called(agent, "hooks.allowedAgentIds")) },
  },
  {
    id: "session-key-as-authorization",
    what: "a route that merges conversations",
    acme: { session: { ...blankView("acme").session, merging: ["bindings.0.session.dmScope"] } },
  },
  {
    id: "model-name-as-boundary",
    what: "an API with two agents as its models",
    acme: {
      agents: ["a", "b"].map((id) => ({ id, workspace: null, powers: [] })),
      gateway: { ...gateway, openAiEndpoints: ["responses"] },
    },
  },
  {
    id: "shared-service-key",
    what: "one key of an MCP server",
    acme: { secrets: [secret({ role: "other", setting: "mcp.servers.crm.headers.Authorization" })] },
    beta: { secrets: [secret({ role: "other", setting: "skills.entries.notion.apiKey" })] },
  },
  {
    id: "shared-service-key",
    what: "one key for a model of one and a service of the other",
    acme: { secrets: [secret({ role: "other", setting: "talk.providers.openai.apiKey" })] },
    beta: { secrets: [secret({ role: "model", setting: "models.providers.openai.apiKey" })] },
  },
  {
    id: "one-gateway-many-clients",
    what: "agents that are called by programs of their own",
    acme: {
      agents: ["a", "b"].map((id) => ({ id, workspace: null, powers: [] })),
      bindings: ["a", "b"].map((agent) => called(agent, `hooks.mappings.${agent}`)),
    },
  },
  {
    id: "one-gateway-many-clients",
    what: "an agent for each person",
    acme: { bindings: [{ agent: "*", channel: "feishu", account: "*", hasPeer: true, isMany: true }] },
  },
  {
    id: "group-allowlist-only-protection",
    what: "one group that is open by itself",
    acme: { agents: powerful, channels: [channel({ groups: 2, openGroups: 1, hasSenderList: false })] },
  },
  {
    id: "session-key-as-authorization",
    what: "scopes handed out",
    acme: { gateway: { ...gateway, namedOperators: 2 } },
  },
  {
    id: "session-key-as-authorization",
    what: "anyone whom a proxy names",
    acme: { gateway: { ...gateway, namedOperators: null } },
  },
  {
    id: "session-key-as-authorization",
    what: "hooks that choose a session",
    acme: { gateway: { ...gateway, hooksPickSession: true } },
  },
  {
    id: "token-reused-as-api-key",
    what: "another tenant's Gateway token as its model key",
    acme: { secrets: [secret({ role: "model" })] },
    beta: { secrets: [token] },
  },
  {
    id: "one-gateway-many-clients",
    what: "an agent whose name begins like another tenant's",
    acme: { agents: ["main", "beta-desk"].map((id) => ({ id, workspace: null, powers: [] })) },
  },
  {
    id: "one-gateway-many-clients",
    what: "agents in two workspaces",
    acme: { agents: ["a", "b"].map((id) => ({ id, workspace: `/srv/${id}`, powers: [] })) },
  },
  {
    id: "shared-openai-key",
    what: "one key where the API is on for the other alone",
    acme: { secrets: [token] },
    beta: { secrets: [token], gateway: { ...gateway, openAiEndpoints: ["chatCompletions"] } },
  },
  {
    id: "personal-and-company-browser",
    what: "a browser's extension",
    acme: { browser: browserOf({ driver: "extension" }) },
  },
  {
    id: "personal-and-company-browser",
    what: "a browser's user data outside its tree",
    acme: { browser: browserOf(), places: [place({ kind: "browser-data" })] },
  },
  {
    id: "token-reused-as-api-key",
    what: "a key of an unknown kind",
    acme: { secrets: [token, secret({ role: "other" })] },
  },
  {
    id: "token-reused-as-api-key",
    what: "its hooks token as another tenant's Gateway token",
    acme: { secrets: [secret({ role: "hooks" })] },
    beta: { secrets: [token] },
  },
  {
    id: "shared-directories",
    what: "a place that holds everybody's trees",
    acme: { places: [place({ real: "/srv/tenants" })] },
  },
  ...(["mount", "secrets", "home", "include"] as const).map((kind) => ({
    id: "shared-directories" as const,
    what: `a ${kind} in common`,
    acme: { places: [place({ kind })] },
    beta: { places: [place({ kind })] },
  })),
  {
    id: "overlapping-ports",
    what: "one browser's address",
    acme: { browser: browserOf({ endpoint: "127.0.0.1:9222" }) },
    beta: { browser: browserOf({ endpoint: "127.0.0.1:9222" }) },
  },
  {
    id: "overlapping-ports",
    what: "one pinned port outside both blocks",
    acme: { ports: { ...blankView("acme").ports, pinned: [{ setting: "cdpPort", port: 9222 }] } },
    beta: { ports: { ...blankView("beta").ports, pinned: [{ setting: "cdpPort", port: 9222 }] } },
  },
  {
    id: "plugin-writes-outside-state",
    what: "a channel's directory",
    acme: { places: [place({ kind: "channel" })] },
  },
  {
    id: "session-key-as-authorization",
    what: "one conversation for one person each of two channels",
    acme: {
      session: { dmScope: "main", visibility: "agent" },
      channels: ["a", "b"].map((account) => channel({ account, dmPolicy: "allowlist", dmAllowed: 1 })),
    },
  },
  {
    id: "session-key-as-authorization",
    what: "one conversation for two people",
    acme: {
      session: { dmScope: "main", visibility: "agent" },
      channels: [channel({ dmPolicy: "allowlist", dmAllowed: 2 })],
    },
  },
  {
    id: "open-files",
    what: "a directory for everybody",
    acme: { places: [place({ isInside: true, exposure: "every user of this host has access" })] },
  },
];

const placeForAll = place({
  isInside: true,
  real: "/srv/tenants/acme/state",
  exposure: "every user has access",
});

const fine: Case[] = [
  {
    id: "model-name-as-boundary",
    what: "an API with one agent",
    acme: { gateway: { ...gateway, openAiEndpoints: ["chatCompletions"] } },
  },
  {
    id: "model-name-as-boundary",
    what: "several agents and no API",
    acme: { agents: ["a", "b"].map((id) => ({ id, workspace: null, powers: [] })) },
  },
  {
    id: "shared-service-key",
    what: "one model key, which has a rule of its own",
    acme: { secrets: [secret({ role: "model" })] },
    beta: { secrets: [secret({ role: "model" })] },
  },
  {
    id: "one-gateway-many-clients",
    what: "agents that only a schedule and each other set to work",
    acme: {
      agents: ["main", "helper"].map((id) => ({ id, workspace: null, powers: [] })),
      bindings: (["schedule", "tool"] as const).flatMap((road) =>
        ["main", "helper"].map((agent) => ({ ...called(agent, "agents.entries"), road })),
      ),
    },
  },
  {
    id: "group-allowlist-only-protection",
    what: "groups of which none is open",
    acme: { agents: powerful, channels: [channel({ groupPolicy: "open", groups: null, openGroups: 0 })] },
  },
  {
    id: "one-gateway-many-clients",
    what: "one agent that answers two accounts",
    acme: {
      agents: ["main", "helper"].map((id) => ({ id, workspace: null, powers: [] })),
      bindings: ["one", "two"].map((account) => ({
        agent: "main",
        channel: "slack",
        account,
        hasPeer: false,
      })),
    },
  },
  {
    id: "one-gateway-many-clients",
    what: "a route to an agent that isn't there",
    acme: {
      agents: ["main", "helper"].map((id) => ({ id, workspace: null, powers: [] })),
      bindings: ["main", "gone"].map((agent) => ({
        agent,
        channel: "slack",
        account: agent,
        hasPeer: false,
      })),
    },
  },
  {
    id: "one-gateway-many-clients",
    what: "agents in one workspace",
    acme: {
      agents: ["main", "helper"].map((id) => ({ id, workspace: "/srv/one", powers: [] })),
    },
  },
  {
    id: "open-files",
    what: "places that nobody else gets at",
    acme: { places: [place({ isInside: true })] },
  },
  {
    id: "one-gateway-many-clients",
    what: "a helper without a route of its own",
    acme: { agents: ["main", "helper"].map((id) => ({ id, workspace: null, powers: [] })) },
  },
  {
    id: "shared-openai-key",
    what: "different keys",
    acme: { secrets: [secret({ role: "model" })] },
    beta: { secrets: [secret({ role: "model", fingerprint: "beef" })] },
  },
  {
    id: "shared-openai-key",
    what: "one token while the API is off",
    acme: { secrets: [token] },
    beta: { secrets: [token] },
  },
  {
    id: "personal-and-company-browser",
    what: "a browser that is off",
    acme: { browser: { ...browserOf({ attachesOnly: true }), isOn: false } },
  },
  {
    id: "personal-and-company-browser",
    what: "a browser of its own",
    acme: { browser: browserOf() },
    beta: { browser: browserOf() },
  },
  {
    id: "group-allowlist-only-protection",
    what: "named senders",
    acme: { agents: powerful, channels: [channel({ groups: 2, hasSenderList: true })] },
  },
  {
    id: "group-allowlist-only-protection",
    what: "named senders in open groups",
    acme: {
      agents: powerful,
      channels: [channel({ groupPolicy: "open", groups: null, hasSenderList: true })],
    },
  },
  {
    id: "group-allowlist-only-protection",
    what: "groups that are listed and turned off",
    acme: { agents: powerful, channels: [channel({ groupPolicy: "disabled", groups: 2 })] },
  },
  {
    id: "group-allowlist-only-protection",
    what: "no powerful tools",
    acme: { channels: [channel({ groups: 2 })] },
  },
  {
    id: "group-allowlist-only-protection",
    what: "no groups",
    acme: { agents: powerful, channels: [channel({})] },
  },
  {
    id: "shared-channel-account",
    what: "the same number at another provider",
    acme: { channels: [channel({ identity: "1234567" })] },
    beta: { channels: [channel({ kind: "discord", identity: "1234567" })] },
  },
  {
    id: "token-reused-as-api-key",
    what: "two tenants with one token, which is another mistake",
    acme: { secrets: [token] },
    beta: { secrets: [token] },
  },
  {
    id: "shared-directories",
    what: "names that begin alike",
    acme: { places: [place({ real: "/srv/tenants/acme" })] },
    beta: { places: [place({ real: "/srv/tenants/acme-two" })] },
  },
  {
    id: "overlapping-ports",
    what: "a pin inside its own block",
    acme: {
      ports: { base: base + 240, reserved: base + 240, pinned: [{ setting: "cdpPort", port: base + 251 }] },
    },
  },
  {
    id: "one-gateway-many-clients",
    what: "an agent whose name only begins with the same letters",
    acme: { agents: ["main", "betamax"].map((id) => ({ id, workspace: null, powers: [] })) },
  },
  {
    id: "shared-channel-account",
    what: "accounts of which no number is known",
    acme: { channels: [channel({})] },
    beta: { channels: [channel({})] },
  },
  {
    id: "personal-and-company-browser",
    what: "user data in its own tree",
    acme: { browser: browserOf(), places: [place({ kind: "browser-data", isInside: true })] },
  },
  {
    id: "open-files",
    what: "an open file, which has a rule of its own",
    acme: { places: [place({ kind: "open-file", exposure: "every user of this host has access" })] },
  },
  {
    id: "shared-directories",
    what: "a log outside, which has a rule of its own",
    acme: { places: [place({ kind: "log" })] },
    beta: { places: [place({ kind: "log" })] },
  },
  {
    id: "session-key-as-authorization",
    what: "channels that take no messages, beside one for one person",
    acme: {
      session: { dmScope: "main", visibility: "agent" },
      channels: [
        channel({ dmPolicy: "allowlist", dmAllowed: 1 }),
        channel({ account: "b", dmPolicy: "disabled", dmAllowed: null }),
      ],
    },
  },
  { id: "plain-secret-in-config", what: "a reference", acme: { secrets: [secret({ place: "file" })] } },
  {
    id: "log-or-backup-outside-boundary",
    what: "a log in its tree",
    acme: { places: [place({ kind: "log", isInside: true })] },
  },
  {
    id: "backup-holds-two-tenants",
    what: "its own archive",
    acme: { archives: [{ name: "a.tar", holds: ["acme"] }] },
  },
  {
    id: "session-key-as-authorization",
    what: "one person in one conversation",
    acme: {
      session: { dmScope: "main", visibility: "agent" },
      channels: [channel({ dmPolicy: "allowlist", dmAllowed: 1 })],
    },
  },
  {
    id: "session-key-as-authorization",
    what: "one named operator",
    acme: { gateway: { ...gateway, namedOperators: 1 } },
  },
];

describe("rules", () => {
  it("have every mistake once, with words for operator and buyer", () => {
    expect(mistakeRules.map(({ id }) => id)).toEqual([...mistakeIds]);
    for (const { title, explanation, looksAt, remedy, buyerText, needs } of mistakeRules) {
      for (const text of [title, explanation, looksAt, remedy, buyerText])
        expect(text.length).toBeGreaterThan(10);
      expect(needs.length).toBeGreaterThan(0);
    }
  });

  it.each(broken)("$id: finds $what", ({ id, acme, beta }) => {
    const { state, faults } = outcome(id, acme, beta);
    expect(state).toBe("found");
    for (const { detail, seenHow, slug } of faults) {
      expect([slug, detail.length > 10, seenHow.length > 10]).toEqual(["acme", true, true]);
    }
  });

  it.each(fine)("$id: leaves $what alone", ({ id, acme, beta }) => {
    expect(outcome(id, acme, beta)).toMatchObject({ state: "clean", faults: [], reason: null });
  });

  it.each(mistakeIds.map((id) => ({ id })))(
    "$id: is clean between tenants with nothing in common",
    ({ id }) => {
      expect(outcome(id, {})).toMatchObject({ state: "clean" });
    },
  );

  it.each(mistakeRules.flatMap(({ id, needs }) => needs.map((part) => ({ id, part }))))(
    "$id: is not measured without the $part",
    ({ id, part }) => {
      expect(outcome(id, gap(part))).toMatchObject({ state: "not-measured", reason: "It is closed." });
    },
  );

  it.each(mistakeIds.map((id) => ({ id })))("$id: is not measured where there is no view", ({ id }) => {
    expect(outcome(id, null)).toMatchObject({ state: "not-measured" });
  });

  it.each(mistakeRules.filter(({ comparesTenants }) => comparesTenants))(
    "$id: is not measured while a neighbour can't be looked at",
    ({ id }) => {
      const { state, reason } = outcome(id, {}, null);
      expect([state, reason?.includes("beta")]).toEqual(["not-measured", true]);
    },
  );

  it.each(mistakeRules.flatMap(({ id, needsSecrets }) => needsSecrets.map((role) => ({ id, role }))))(
    "$id: is not measured while a $role secret is out of sight",
    ({ id, role }) => {
      const hidden = secret({ role, setting: "x.y", fingerprint: null, where: "it comes from a command" });
      expect(outcome(id, { secrets: [hidden] }).reason).toContain("it comes from a command");
    },
  );

  it("finds what is there even where something else is out of sight, and says so", () => {
    const seen = { ...gap("configuration"), secrets: [secret({ place: "config" })] };
    expect(outcome("plain-secret-in-config", seen)).toMatchObject({
      state: "found",
      reason: "It is closed.",
    });
  });

  it("takes nothing for a secret whose value nobody saw", () => {
    const unseen = secret({ place: "config", fingerprint: null, where: "it comes from a command" });
    expect(outcome("plain-secret-in-config", { secrets: [unseen] }).faults).toEqual([]);
  });

  it("names both tenants, each with the other, and where each has it", () => {
    const { faults } = outcome(
      "shared-channel-account",
      { secrets: [secret({ setting: "channels.a" })] },
      { secrets: [secret({ setting: "channels.b" })] },
    );
    expect(faults).toMatchObject([{ others: ["beta"], detail: expect.stringContaining("channels.b") }]);
  });

  it("gives a fault one key whatever the number of the process", () => {
    const key = (pid: number) =>
      outcome("secret-in-arguments", { secrets: [secret({ place: "arguments", where: `pid ${pid}` })] })
        .faults[0]?.key;
    expect(key(12)).toBe(key(4711));
  });

  it("says what is and what isn't seen of agents for different clients", () => {
    const agents = ["a", "b"].map((id) => ({ id, workspace: `/srv/${id}`, powers: [] }));
    const [fault] = outcome("one-gateway-many-clients", { agents }).faults;
    expect(fault?.seenHow).toContain("What was not seen: for whom an agent works.");
    expect(fault?.detail).not.toContain("visibility");
    const session = { dmScope: "per-peer", visibility: "all" };
    expect(outcome("one-gateway-many-clients", { agents, session }).faults[0]?.detail).toContain(
      "let each read the others' conversations",
    );
  });

  it.each(broken)("$id: says for $what what puts it right", ({ id, acme, beta }) => {
    const { fixes } = mistakeRule(id);
    for (const edited of [[], ["gateway", "agents", "browser", "session", "channels"], null]) {
      for (const { cure } of outcome(id, { ...acme, edited }, { ...beta, edited }).faults) {
        if (cure.by === "click") expect(fixes).toContain(cure.fix);
        else expect(cure.step.length).toBeGreaterThan(20);
      }
    }
  });

  it.each<{ what: string; id: MistakeId; acme: Changes; beta?: Changes; cure: object }>([
    {
      what: "writes the configuration again where it was edited",
      id: "personal-and-company-browser",
      acme: { browser: browserOf({ attachesOnly: true }), edited: ["browser.profiles.work.attachOnly"] },
      cure: { by: "click", fix: "restore-configuration" },
    },
    {
      what: "writes the configuration again where the edited one can't be compared",
      id: "personal-and-company-browser",
      acme: { browser: browserOf({ attachesOnly: true }), edited: null },
      cure: { by: "click", fix: "restore-configuration" },
    },
    {
      what: "offers no click where writing it again would change nothing",
      id: "personal-and-company-browser",
      acme: { browser: browserOf({ attachesOnly: true }), edited: ["session.dmScope"] },
      cure: { by: "hand", step: expect.stringContaining("stop keeping it") },
    },
    {
      what: "rotates a token that Bulkhead made",
      id: "shared-gateway-token",
      acme: { secrets: [token] },
      beta: { secrets: [token] },
      cure: { by: "click", fix: "rotate-gateway-token", subject: "f00d" },
    },
    {
      what: "gives the Gateway its own token back where another was written into the configuration",
      id: "shared-gateway-token",
      acme: { secrets: [{ ...token, place: "config" }], edited: ["gateway.auth.token"] },
      beta: { secrets: [token] },
      cure: { by: "click", fix: "restore-configuration" },
    },
    {
      what: "can't rotate a token that comes from a variable",
      id: "shared-gateway-token",
      acme: { secrets: [{ ...token, place: "variable" }] },
      beta: { secrets: [token] },
      cure: { by: "hand" },
    },
    {
      what: "moves a secret to where the dashboard reads it",
      id: "plain-secret-in-config",
      acme: { secrets: [secret({ place: "config", reference: "/channels/telegram/default/botToken" })] },
      cure: { by: "click", fix: "move-secrets", subject: "channels.telegram.botToken" },
    },
    {
      what: "restarts the Gateway for what its own process shows",
      id: "secret-in-arguments",
      acme: { secrets: [secret({ place: "environment", where: "the environment of pid 12" })] },
      cure: { by: "click", fix: "restart" },
    },
    {
      what: "names the process that somebody else started",
      id: "secret-in-arguments",
      acme: { secrets: [secret({ place: "arguments", where: "the arguments of pid 12", foreignPid: 12 })] },
      cure: { by: "hand", step: expect.stringContaining("kill 12") },
    },
    {
      what: "closes what lies in the tree, and nothing outside it",
      id: "open-files",
      acme: { places: [placeForAll] },
      cure: { by: "click", fix: "close-files", subject: "/srv/tenants/acme/state" },
    },
    {
      what: "leaves what lies elsewhere to a person",
      id: "open-files",
      acme: { places: [{ ...placeForAll, isInside: false }] },
      cure: { by: "hand" },
    },
    {
      what: "sends the tenant that was reached into to the one that reaches",
      id: "shared-directories",
      acme: { places: [place({ isInside: true, real: "/srv/tenants/acme/w" })] },
      beta: { places: [place({ real: "/srv/tenants/acme/w" })] },
      cure: { by: "hand", step: expect.stringContaining("Put it right at beta") },
    },
  ])("$id: $what", ({ id, acme, beta, cure }) => {
    expect(outcome(id, acme, beta).faults[0]?.cure).toMatchObject(cure);
  });
});

describe("a single setting that is out of sight", () => {
  const hidden = (setting: string): Changes => ({
    gaps: [{ part: "configuration", reason: `The setting ${setting} is not known.`, setting }],
  });
  it.each<[setting: string, unknown: MistakeId[], known: MistakeId[]]>([
    [
      "channels.telegram.groupPolicy",
      ["group-allowlist-only-protection", "session-key-as-authorization"],
      ["overlapping-ports", "plain-secret-in-config", "shared-gateway-token"],
    ],
    [
      "agents.defaults.workspace",
      ["shared-directories", "open-files", "secret-in-dotenv"],
      ["overlapping-ports"],
    ],
    [
      "browser.cdpUrl",
      ["personal-and-company-browser", "overlapping-ports"],
      ["session-key-as-authorization"],
    ],
    ["messages.prefix", [], [...mistakeIds]],
  ])("%s leaves not measured what depends on it, and nothing else", (setting, unknown, known) => {
    for (const id of unknown) expect(outcome(id, hidden(setting)).state, id).toBe("not-measured");
    for (const id of known) expect(outcome(id, hidden(setting)).state, id).toBe("clean");
  });
});
