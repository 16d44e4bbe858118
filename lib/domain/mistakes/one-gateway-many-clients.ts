import type { RouteRoad } from "./configuration-view.ts";
import { byHand } from "./cures.ts";
import { type Fault, listWords, type MistakeRule, type ViewedTenant } from "./mistake-rule.ts";

/** One Gateway whose agents answer for different clients. */
export const oneGatewayManyClients: MistakeRule = {
  id: "one-gateway-many-clients",
  title: "One Gateway, several agents for different clients",
  explanation:
    "Agents of one Gateway have names and workspaces of their own, but one process, one OS user and one token. Any of them that can use a tool can be talked into reading what belongs to the others. Nobody can see in a configuration whom an agent serves: what is told here are signs of it.",
  remedy:
    "Onboard a tenant for each client, move that client's channel account and files there, and remove the extra agent from this configuration. If all agents serve the same client, accept it and say so.",
  looksAt:
    "Agents, workspaces, state directories and model keys of the configuration in effect, and everything in it that leads a message or a call to an agent: bindings, topics and groups, broadcasts, hooks, voice, roles, other agents. Jobs that were set up at run time lie in OpenClaw's database and aren't looked at. Whom an agent serves can't be seen: several signs of different clients are told, and nothing is told of agents without such a sign.",
  buyerText: "Each client's assistant runs on its own, not as one of several in a shared program.",
  fixes: [],
  items: ["state-directory", "workspace"],
  needs: ["configuration"],
  reads: ["agents", "bindings", "broadcast", "channels", "hooks", "talk", "gateway", "plugins", "session"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) => tenants.flatMap((tenant) => findOn(tenant, tenants)),
};

const notSeen = "What was not seen: for whom an agent works. Agents of one client look the same.";

function findOn({ slug, view }: ViewedTenant, tenants: readonly ViewedTenant[]): Fault[] {
  const { agents } = view;
  const dynamic = view.bindings.find(({ isMany }) => isMany === true);
  if (agents.length < 2 && dynamic === undefined) return [];
  const ids = agents.map(({ id }) => id);
  const namesakes = tenants.filter(
    (other) => other.slug !== slug && agents.some(({ id }) => isNamed(id, other.slug)),
  );
  const signs = [
    ...(namesakes.length > 0
      ? [`an agent bears the name of ${listWords(namesakes.map((other) => other.slug))}`]
      : []),
    ...routeSigns(view.bindings, ids),
    ...(dynamic === undefined
      ? []
      : [`${dynamic.setting ?? dynamic.channel} makes an agent for each person who writes`]),
    ...placeSigns(agents),
  ];
  if (signs.length === 0) return [];
  return [
    {
      key: [...ids].sort().join(" "),
      slug,
      others: namesakes.map((other) => other.slug),
      detail: `This Gateway has ${agents.length === 1 ? "one agent" : `${agents.length} agents`} (${listWords(ids)}): ${signs.join("; ")}.${reach(view)}`,
      seenHow: `Agents, what leads to them, workspaces and session scopes of the configuration in effect. ${notSeen}`,
      cure: byHand(
        `Find out whom ${listWords(ids)} serve. For every client but this one, onboard a tenant, move its channel account and files there, then take the agent and its bindings out of the configuration. If they all serve this client, accept it and say so.`,
      ),
    },
  ];
}

type View = ViewedTenant["view"];

/** How far they get at each other's conversations; a scope is no sign of clients by itself. */
function reach({ session }: View): string {
  if (session.visibility !== "all") return "";
  return ` Session tools (tools.sessions.visibility ${session.visibility}) let each read the others' conversations.`;
}

/** Roads by which somebody outside gets at an agent; a schedule or another agent is nobody's client. */
const fromOutside: readonly (RouteRoad | undefined)[] = [
  undefined,
  "account",
  "conversation",
  "broadcast",
  "call",
  "voice",
  "role",
  "other",
];

/** Agents that are reached by different roads: the usual way to serve several clients with one Gateway. */
function routeSigns(bindings: View["bindings"], ids: readonly string[]): string[] {
  const known = new Set(ids.map((id) => id.toLowerCase()));
  const own = bindings.filter(
    ({ agent, road }) => known.has(agent.toLowerCase()) && fromOutside.includes(road),
  );
  const all = agentsOf(own);
  if (all.length < 2) return [];
  const messages = own.filter(
    ({ road }) => road === undefined || road === "account" || road === "conversation",
  );
  const byAccount = agentsOf(messages.filter(({ hasPeer }) => !hasPeer));
  const byPeer = agentsOf(messages.filter(({ hasPeer }) => hasPeer));
  const others = own.filter((route) => !messages.includes(route));
  const signs: string[] = [];
  if (byAccount.length > 1) signs.push(`${listWords(byAccount)} each answer a channel account of their own`);
  else if (byPeer.length > 1) signs.push(`${listWords(byPeer)} each answer people or groups of their own`);
  else if (agentsOf(messages).length > 1)
    signs.push(`${listWords(agentsOf(messages))} each answer an account, person or group of their own`);
  const settings = [...new Set(others.flatMap(({ setting }) => setting ?? []))];
  if (agentsOf(others).length > 1 || (signs.length === 0 && others.length > 0))
    signs.push(
      `${listWords(signs.length === 0 ? all : agentsOf(others))} are named by ${listWords(settings.slice(0, 5))}`,
    );
  return signs;
}

function placeSigns(agents: View["agents"]): string[] {
  const workspaces = new Set(agents.flatMap(({ workspace }) => (workspace === null ? [] : [workspace])));
  const states = new Set(agents.flatMap(({ stateDirectory }) => stateDirectory ?? []));
  return [
    ...(workspaces.size > 1 ? ["they work in different workspaces"] : []),
    ...(states.size > 1 ? ["they keep sessions and sign-ins in different directories"] : []),
    ...(agents.filter(({ hasOwnModelKeys }) => hasOwnModelKeys === true).length > 1
      ? ["they use model keys of their own"]
      : []),
  ];
}

function agentsOf(bindings: View["bindings"]): string[] {
  return [...new Set(bindings.map(({ agent }) => agent))];
}

function isNamed(id: string, slug: string): boolean {
  const name = id.toLowerCase();
  return name === slug || slug.startsWith(`${name}-`) || name.startsWith(`${slug}-`);
}
