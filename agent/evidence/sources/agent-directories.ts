import path from "node:path";
import { resolveUserPath, type Surroundings } from "#agent/files/resolve-user-path.ts";
import { at, isObject, type JsonObject, textAt } from "#agent/system/json-value.ts";

type AgentDirectory = { readonly label: string; readonly path: string };

/**
 * Every directory in which the tenant's agents work, by the rules of OpenClaw:
 * an agent's own workspace, else one below the default. Where several agents
 * share a default, the default itself is named, because it holds theirs.
 */
export function listWorkspaces(
  config: JsonObject,
  surroundings: Surroundings,
  stateDirectory: string,
): AgentDirectory[] {
  const fallback = textAt(config, "agents", "defaults", "workspace");
  const fallbackPath = fallback === null ? null : resolveUserPath(fallback, surroundings);
  const agents = agentsOf(config);
  const found = agents.flatMap(({ id, entry }): AgentDirectory[] => {
    const own = textAt(entry, "workspace");
    if (own !== null)
      return [{ label: `workspace of agent ${id}`, path: resolveUserPath(own, surroundings) }];
    if (fallbackPath !== null) return [{ label: "default workspace", path: fallbackPath }];
    const derived = { label: `workspace of agent ${id}`, path: path.join(stateDirectory, `workspace-${id}`) };
    return [implicitWorkspace(surroundings, stateDirectory), derived];
  });
  if (agents.length === 0) {
    found.push(
      fallbackPath === null
        ? implicitWorkspace(surroundings, stateDirectory)
        : { label: "default workspace", path: fallbackPath },
    );
  }
  return unique([...found, ...workingDirectories(config, agents, surroundings)]);
}

/** Directories of agents' own state that the configuration puts somewhere else. */
export function listAgentStateDirectories(config: JsonObject, surroundings: Surroundings): AgentDirectory[] {
  return agentsOf(config).flatMap(({ id, entry }) => {
    const given = textAt(entry, "agentDir");
    return given === null
      ? []
      : [{ label: `state directory of agent ${id}`, path: resolveUserPath(given, surroundings) }];
  });
}

type Agent = { readonly id: string; readonly entry: unknown };

/** The agents that the configuration names; none where it leaves OpenClaw its one default agent. */
export function agentsOf(config: JsonObject): Agent[] {
  const entries = at(config, "agents", "entries");
  if (isObject(entries)) return Object.entries(entries).map(([id, entry]) => ({ id, entry }));
  const list = at(config, "agents", "list");
  if (!Array.isArray(list)) return [];
  return list.map((entry, index) => ({ id: textAt(entry, "id") ?? String(index), entry }));
}

function implicitWorkspace(surroundings: Surroundings, stateDirectory: string): AgentDirectory {
  const given = surroundings.env.OPENCLAW_WORKSPACE_DIR;
  const place = given ? resolveUserPath(given, surroundings) : path.join(stateDirectory, "workspace");
  return { label: "default workspace", path: place };
}

function workingDirectories(config: JsonObject, agents: readonly Agent[], surroundings: Surroundings) {
  const shared = { id: "default", entry: at(config, "agents", "defaults") };
  return [shared, ...agents].flatMap(({ id, entry }): AgentDirectory[] => {
    const given = textAt(entry, "cwd");
    return given === null
      ? []
      : [{ label: `working directory of agent ${id}`, path: resolveUserPath(given, surroundings) }];
  });
}

function unique(directories: readonly AgentDirectory[]): AgentDirectory[] {
  return [...new Map(directories.map((directory) => [directory.path, directory])).values()];
}
