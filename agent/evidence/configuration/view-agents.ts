import { agentsOf } from "#agent/evidence/sources/agent-directories.ts";
import { at, isObject, type JsonObject, textAt } from "#agent/system/json-value.ts";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";

/** The Gateway's agents and what each can do to the machine. */
export function viewAgents(config: JsonObject): ConfigurationView["agents"] {
  const named = agentsOf(config);
  const hasNone = named.length === 0 && textAt(config, "agents", "ownership") !== "explicit";
  // OpenClaw's one agent, where nothing says that there is none.
  const agents = hasNone ? [{ id: "main", entry: {} }] : named;
  return agents.map(({ id, entry }) => ({
    id,
    workspace: textAt(entry, "workspace"),
    powers: powersOf(config, entry),
    stateDirectory: textAt(entry, "agentDir"),
    hasOwnModelKeys: isObject(at(entry, "models", "providers")),
  }));
}

const fileTools = ["read", "write", "edit", "apply_patch", "ls"];
const groupOf: Readonly<Record<string, string>> = {
  exec: "group:runtime",
  process: "group:runtime",
  browser: "group:ui",
  ...Object.fromEntries(fileTools.map((tool) => [tool, "group:fs"])),
};
/** Profiles that leave out what acts on the machine. */
const quietProfiles: readonly string[] = ["minimal", "messaging"];

function powersOf(config: JsonObject, entry: unknown): string[] {
  const layers = [at(config, "tools"), at(entry, "tools")];
  const has = (tool: string) => isListed(layers, tool);
  const pick = (...keys: string[]) =>
    [...layers]
      .reverse()
      .map((layer) => at(layer, ...keys))
      .find((value) => value !== undefined);
  const sandbox = textAt(entry, "sandbox", "mode") ?? textAt(config, "agents", "defaults", "sandbox", "mode");
  const elevated = pick("elevated", "enabled") !== false && isObject(pick("elevated", "allowFrom"));
  if (sandbox === "all" && !elevated) return [];
  const isDenied = pick("exec", "mode") === "deny" || pick("exec", "security") === "deny";
  return [
    ...(!isDenied && (has("exec") || has("process")) ? ["commands (exec)"] : []),
    ...(pick("fs", "workspaceOnly") !== true && fileTools.some(has) ? ["files outside the workspace"] : []),
    ...(elevated && has("exec") ? ["elevated commands"] : []),
    ...(at(config, "browser", "enabled") !== false && has("browser") ? ["a browser"] : []),
  ];
}

/** True when the policy of all layers leaves the agent this tool. */
function isListed(layers: readonly unknown[], tool: string): boolean {
  const names = [tool, groupOf[tool] ?? tool, "*"];
  const has = (list: unknown) => Array.isArray(list) && list.some((name) => names.includes(String(name)));
  if (layers.some((layer) => has(at(layer, "deny")))) return false;
  const isAdded = layers.some((layer) => has(at(layer, "alsoAllow")) || has(at(layer, "allow")));
  const isLimited = layers.some((layer) => Array.isArray(at(layer, "allow")));
  const profile =
    layers.map((layer) => textAt(layer, "profile")).findLast((value) => value !== null) ?? "full";
  return isAdded || !(isLimited || quietProfiles.includes(profile));
}
