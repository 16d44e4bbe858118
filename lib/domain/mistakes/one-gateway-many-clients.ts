import { type Fault, listWords, type MistakeRule, type ViewedTenant } from "./mistake-rule.ts";

/** One Gateway whose agents answer for different clients. */
export const oneGatewayManyClients: MistakeRule = {
  id: "one-gateway-many-clients",
  title: "One Gateway, several agents for different clients",
  explanation:
    "Agents of one Gateway have names and workspaces of their own, but one process, one OS user and one token. Any of them that can use a tool can be talked into reading what belongs to the others.",
  remedy:
    "Onboard a tenant for each client, move that client's channel account and files there, and remove the extra agent from this configuration. If all agents serve the same client, accept it and say so.",
  buyerText: "Each client's assistant runs on its own, not as one of several in a shared program.",
  fix: null,
  items: ["state-directory", "workspace"],
  needs: ["configuration"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) => tenants.flatMap((tenant) => findOn(tenant, tenants)),
};

function findOn({ slug, view }: ViewedTenant, tenants: readonly ViewedTenant[]): Fault[] {
  const { agents } = view;
  if (agents.length < 2) return [];
  const ids = agents.map(({ id }) => id);
  const namesakes = tenants.filter(
    (other) => other.slug !== slug && agents.some(({ id }) => isNamed(id, other.slug)),
  );
  const routes = new Set(view.bindings.filter(({ agent }) => ids.includes(agent)).map(({ agent }) => agent));
  const workspaces = new Set(agents.flatMap(({ workspace }) => (workspace === null ? [] : [workspace])));
  const signs = [
    ...(namesakes.length > 0
      ? [`an agent bears the name of ${listWords(namesakes.map((other) => other.slug))}`]
      : []),
    ...(routes.size > 1 ? [`${listWords([...routes])} each answer an account or person of their own`] : []),
    ...(workspaces.size > 1 ? ["they work in different workspaces"] : []),
  ];
  if (signs.length === 0) return [];
  return [
    {
      key: [...ids].sort().join(" "),
      slug,
      others: namesakes.map((other) => other.slug),
      detail: `This Gateway has ${agents.length} agents (${listWords(ids)}): ${signs.join("; ")}.`,
      seenHow: "Agents, bindings and workspaces of the configuration in effect.",
    },
  ];
}

function isNamed(id: string, slug: string): boolean {
  const name = id.toLowerCase();
  return name === slug || slug.startsWith(`${name}-`) || name.startsWith(`${slug}-`);
}
