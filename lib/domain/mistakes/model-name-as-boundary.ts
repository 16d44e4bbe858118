import { restoring } from "./cures.ts";
import { type Fault, listWords, type MistakeRule, type ViewedTenant } from "./mistake-rule.ts";

/** Several agents behind one API, told apart by the name of a model that a request carries. */
export const modelNameAsBoundary: MistakeRule = {
  id: "model-name-as-boundary",
  title: "A model's name taken for a wall",
  explanation:
    "The OpenAI-compatible API shows each agent of a Gateway as a model. Which one answers is what a request says in its model field, or in a header; the key is one for all. A program that was given one agent as its model can ask for any other, and for the list of them.",
  remedy:
    "Leave one agent on a Gateway whose API is on: onboard a tenant for every other client and give its program the key of that tenant. Where all agents serve one client, accept it and say so. Switch the API off where nothing calls.",
  looksAt:
    "OpenAI-compatible endpoints that are on and the agents of the configuration in effect. Which of them a program was given can't be seen.",
  buyerText: "A program that was given this client's assistant can't reach another one by naming it.",
  fixes: ["restore-configuration"],
  items: ["gateway-token"],
  needs: ["configuration"],
  reads: ["gateway", "agents", "channels"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) => tenants.flatMap(findOn),
};

function findOn({ slug, view }: ViewedTenant): Fault[] {
  const { openAiEndpoints } = view.gateway;
  const ids = view.agents.map(({ id }) => id);
  const isMany = view.bindings.some((route) => route.isMany === true);
  if (openAiEndpoints.length === 0 || (ids.length < 2 && !isMany)) return [];
  const settings = openAiEndpoints.map((name) => `gateway.http.endpoints.${name}`);
  return [
    {
      key: [...ids].sort().join(" "),
      slug,
      others: [],
      detail: `${listWords(settings)} ${settings.length === 1 ? "is" : "are"} on, and whoever has the key names the agent: ${listWords(ids.map((id) => `openclaw/${id}`))}${isMany ? ", and one for each person who wrote" : ""}.`,
      seenHow: "gateway.http.endpoints and agents of the configuration in effect.",
      cure: restoring(
        view,
        ["gateway.http", "agents"],
        `Onboard a tenant for every client of ${listWords(ids)} but one, give their programs the keys of those tenants, then take the agents out of this configuration; or switch the API off (${listWords(settings)}).`,
      ),
    },
  ];
}
