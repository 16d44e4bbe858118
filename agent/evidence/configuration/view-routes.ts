import { agentsOf } from "#agent/evidence/sources/agent-directories.ts";
import { at, isObject, type JsonObject, textAt, walk } from "#agent/system/json-value.ts";
import type { ConfigurationView, RouteRoad } from "#lib/domain/mistakes/configuration-view.ts";
import { entriesOf, textsOf } from "./sender-lists.ts";
import { notChannels } from "./view-channels.ts";

type Route = ConfigurationView["bindings"][number];

/** Where each of a list may name each of another, one more than a view takes: it then says that there are too many. */
const mostEach = 501;

/**
 * Everything in a configuration that leads a message, a call or a schedule to
 * an agent that it names. Known settings first, each with what kind of road it
 * is; then whatever else names an agent of this Gateway where OpenClaw or a
 * plugin looks for one.
 */
export function viewRoutes(config: JsonObject): Route[] {
  const ids = agentIds(config);
  const known = [
    ...bindings(config),
    ...ofDefaultAgent(config),
    ...channelSettings(config),
    ...broadcasts(config),
    ...hooks(config, ids),
    ...schedules(config),
    ...services(config, ids),
    ...tools(config, ids),
  ];
  const told = new Set(known.map(({ setting }) => setting));
  return [...known, ...others(config, ids).filter(({ setting }) => !told.has(setting))];
}

/** OpenClaw writes an agent's id in small letters. */
function idOf(name: string): string {
  return name.trim().toLowerCase();
}

function agentIds(config: JsonObject): string[] {
  const named = agentsOf(config).map(({ id }) => idOf(id));
  return named.length === 0 ? ["main"] : named;
}

function route(
  road: RouteRoad,
  setting: string,
  agent: string,
  more: Partial<Pick<Route, "channel" | "account">> = {},
): Route {
  const hasPeer = road === "conversation" || road === "broadcast";
  return { agent: idOf(agent), channel: "*", account: "*", hasPeer, road, setting, ...more };
}

function bindings(config: JsonObject): Route[] {
  const list = at(config, "bindings");
  if (!Array.isArray(list)) return [];
  return list.map((binding, index) => {
    const match = at(binding, "match");
    const isPersonal = at(match, "peer") !== undefined || textsOf(at(match, "roles")).length > 0;
    const group = textAt(match, "guildId") ?? textAt(match, "teamId");
    return route(
      isPersonal ? "conversation" : "account",
      `bindings.${index}`,
      textAt(binding, "agentId") ?? "",
      {
        channel: textAt(match, "channel") ?? "*",
        account: textAt(match, "accountId") ?? group ?? "*",
      },
    );
  });
}

/**
 * Where one of several agents bears the older mark of a default, OpenClaw leads
 * to it what comes by a channel that no binding takes as a whole, and voices.
 */
function ofDefaultAgent(config: JsonObject): Route[] {
  const agents = agentsOf(config);
  const marked = agents.filter(({ entry }) => at(entry, "default") === true);
  const [owner] = marked;
  if (owner === undefined || marked.length > 1 || agents.length < 2) return [];
  if (textAt(config, "agents", "ownership") === "explicit") return [];
  const list = at(config, "bindings");
  const wholes = (Array.isArray(list) ? list : []).filter(
    (binding) =>
      at(binding, "type") !== "acp" &&
      textAt(binding, "match", "accountId") === "*" &&
      at(binding, "match", "peer") === undefined,
  );
  const taken = new Set(wholes.map((binding) => textAt(binding, "match", "channel")?.toLowerCase()));
  const isTaken = (kind: string) => taken.has(kind.toLowerCase());
  const channels = entriesOf(at(config, "channels"))
    .filter(([kind, channel]) => !notChannels.includes(kind) && channel.enabled !== false && !isTaken(kind))
    .map(([kind]) => route("account", `channels.${kind}`, owner.id, { channel: kind }));
  const hasVoice = at(config, "talk", "agentId") !== undefined;
  return hasVoice ? channels : [...channels, route("voice", "talk", owner.id)];
}

/** Agents that a channel's own settings name: of an account, a group, a topic, or one made for each person. */
function channelSettings(config: JsonObject): Route[] {
  return entriesOf(at(config, "channels")).flatMap(([kind, channel]) => {
    if (channel.enabled === false) return [];
    const found: Route[] = [];
    walk(channel, (value, keys) => {
      const setting = ["channels", kind, ...keys].join(".");
      const account = keys[0] === "accounts" ? (keys[1] ?? "*") : "*";
      const inner = keys[0] === "accounts" ? keys.slice(2) : keys;
      const name = keys.at(-1);
      if (isObject(value) && value.enabled === false) return false;
      if (name === "dynamicAgentCreation" && at(value, "enabled") === true) {
        found.push({ ...route("conversation", setting, "*", { channel: kind, account }), isMany: true });
      }
      if (name === "agentId" && typeof value === "string") {
        const road = inner.length > 1 ? "conversation" : "account";
        found.push(route(road, setting, value, { channel: kind, account }));
      }
      if (name === "exposeAgents")
        for (const agent of textsOf(value))
          found.push(route("call", setting, agent, { channel: kind, account }));
      return true;
    });
    return found;
  });
}

/** Several agents that hear one conversation. */
function broadcasts(config: JsonObject): Route[] {
  const entries = at(config, "broadcast");
  return Object.entries(isObject(entries) ? entries : {}).flatMap(([peer, value]) =>
    textsOf(Array.isArray(value) ? value : at(value, "agents")).map((agent) =>
      route("broadcast", `broadcast.${peer}`, agent, {
        channel: /^([a-z0-9-]+):/i.exec(peer)?.[1] ?? "whatsapp",
      }),
    ),
  );
}

/** Without a list, or with a star in it, whoever may call names the agent. */
function hooks(config: JsonObject, ids: readonly string[]): Route[] {
  const given = at(config, "hooks");
  if (at(given, "enabled") !== true) return [];
  const allowed = at(given, "allowedAgentIds");
  const named = textsOf(allowed).map(idOf);
  const callable = !Array.isArray(allowed) || named.includes("*") ? ids : named;
  const mappings = at(given, "mappings");
  return [
    ...callable.map((agent) => route("call", "hooks.allowedAgentIds", agent)),
    ...(Array.isArray(mappings) ? mappings : []).flatMap((mapping, index) => {
      const agent = textAt(mapping, "agentId");
      return agent === null ? [] : [route("call", `hooks.mappings.${index}`, agent)];
    }),
  ];
}

function schedules(config: JsonObject): Route[] {
  const fallback = textAt(config, "agents", "defaults", "heartbeat", "agentId");
  return [
    ...(fallback === null ? [] : [route("schedule", "agents.defaults.heartbeat.agentId", fallback)]),
    ...agentsOf(config).flatMap(({ id, entry }) =>
      isObject(at(entry, "heartbeat")) ? [route("schedule", `agents.entries.${id}.heartbeat`, id)] : [],
    ),
  ];
}

/** Who speaks to it, and which of a team's people may run which agent. */
function services(config: JsonObject, ids: readonly string[]): Route[] {
  const voice = textAt(config, "talk", "agentId");
  const roles = entriesOf(at(config, "gateway", "roles", "definitions")).filter(
    ([, role]) => role.agents === "*" || textsOf(role.agents).length > 0,
  );
  return [
    ...(voice === null ? [] : [route("voice", "talk.agentId", voice)]),
    ...roles.slice(0, mostEach).flatMap(([name, role]) => {
      const named = role.agents === "*" ? ids : textsOf(role.agents);
      return named
        .slice(0, mostEach)
        .map((agent) => route("role", `gateway.roles.definitions.${name}.agents`, agent));
    }),
  ];
}

/** Agents that may set others of the same Gateway to work. */
function tools(config: JsonObject, ids: readonly string[]): Route[] {
  const owners = [
    ["agents.defaults", at(config, "agents", "defaults")] as const,
    ...agentsOf(config).map(({ id, entry }) => [`agents.entries.${id}`, entry] as const),
  ];
  const allowing = owners.filter(([, entry]) => textsOf(at(entry, "subagents", "allowAgents")).length > 0);
  return allowing.slice(0, mostEach).flatMap(([owner, entry]) => {
    const allowed = textsOf(at(entry, "subagents", "allowAgents"));
    const named = allowed.includes("*") ? ids : allowed;
    return named.slice(0, mostEach).map((agent) => route("tool", `${owner}.subagents.allowAgents`, agent));
  });
}

const agentKey = /^(agentIds?|defaultAgentId|agents|exposeAgents|allowed?Agents|allowedAgentIds)$/;
/** Names of agents that lead nothing to them, and what is told above. */
const noRoads: readonly RegExp[] = [
  /^(bindings|broadcast|hooks)\b/,
  /^agents\.(defaults|entries|list)\b/,
  /\.agentFilter\b/,
  /^approvals\./,
  /^acp\./,
  /^tools\./,
];

function others(config: JsonObject, ids: readonly string[]): Route[] {
  const found: Route[] = [];
  const known = new Set(ids);
  walk(config, (value, keys) => {
    const setting = keys.join(".");
    if (noRoads.some((none) => none.test(setting))) return false;
    if (isObject(value) && value.enabled === false) return false;
    if (!agentKey.test(keys.at(-1) ?? "")) return true;
    const named = (typeof value === "string" ? [value] : textsOf(value)).map(idOf);
    for (const agent of named) if (known.has(agent)) found.push(route("other", setting, agent));
    return true;
  });
  return found;
}
