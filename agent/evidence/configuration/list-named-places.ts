import path from "node:path";
import {
  agentsOf,
  listAgentStateDirectories,
  listWorkspaces,
} from "#agent/evidence/sources/agent-directories.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { isInside } from "#agent/files/inspect-place.ts";
import { resolveUserPath } from "#agent/files/resolve-user-path.ts";
import { at, type JsonObject, textAt, walk } from "#agent/system/json-value.ts";
import type { ViewPlace } from "#lib/domain/mistakes/configuration-view.ts";

const mostProcesses = 200;

export type NamedPlace = Pick<ViewPlace, "kind" | "setting" | "given">;

/** The places that the configuration, the layout and the running process name, as they name them. */
export function listNamedPlaces(view: TenantView, config: JsonObject | null): NamedPlace[] {
  const home = view.surroundings.env.OPENCLAW_HOME || view.surroundings.env.HOME;
  return [
    { kind: "state", setting: "state directory", given: view.stateDirectory },
    { kind: "state", setting: "tenant's tree", given: view.layout.tree },
    { kind: "configuration", setting: "configuration", given: view.configFile },
    { kind: "configuration", setting: "configuration directory", given: view.layout.config },
    { kind: "backups", setting: "backups directory", given: view.layout.backups },
    { kind: "secrets", setting: "secrets directory", given: view.layout.secrets },
    { kind: "secrets", setting: "secrets file", given: view.layout.secretsFile },
    { kind: "log", setting: "logs directory", given: view.layout.logs },
    ...(home ? [{ kind: "home" as const, setting: "home directory", given: home }] : []),
    ...view.config.includes.map(
      ({ setting, file }): NamedPlace => ({ kind: "include", setting, given: file }),
    ),
    ...(config === null ? [] : configured(view, config)),
    ...ofProcess(view),
  ];
}

function configured(view: TenantView, config: JsonObject): NamedPlace[] {
  const given = new Map<string, string>();
  for (const text of rawPaths(config)) {
    const resolved = resolveUserPath(text, view.surroundings);
    if (!given.has(resolved)) given.set(resolved, text);
  }
  const asGiven = (resolved: string) => given.get(resolved) ?? resolved;
  const workspaces = listWorkspaces(config, view.surroundings, view.stateDirectory);
  const states = listAgentStateDirectories(config, view.surroundings);
  return [
    ...workspaces.map(
      (each): NamedPlace => ({ kind: "workspace", setting: each.label, given: asGiven(each.path) }),
    ),
    ...states.map(
      (each): NamedPlace => ({ kind: "agent-state", setting: each.label, given: asGiven(each.path) }),
    ),
    { kind: "log", setting: "logging.file", given: textAt(config, "logging", "file") ?? "/tmp/openclaw" },
    ...below(config, ["channels"], "channel", (key) => key === "authDir"),
    ...below(config, ["browser"], "browser-data", (key) => key === "userDataDir"),
    ...pluginPlaces(config),
    ...sandboxBinds(config),
  ];
}

/** Texts of the configuration that name an agent's directories, as they stand there. */
function rawPaths(config: JsonObject): string[] {
  const owners = [at(config, "agents", "defaults"), ...agentsOf(config).map(({ entry }) => entry)];
  return owners.flatMap((owner) =>
    ["workspace", "cwd", "agentDir"].flatMap((key) => textAt(owner, key) ?? []),
  );
}

function below(
  config: JsonObject,
  keys: readonly string[],
  kind: ViewPlace["kind"],
  isPath: (key: string, value: string) => boolean,
): NamedPlace[] {
  const found: NamedPlace[] = [];
  walk(at(config, ...keys), (value, inner) => {
    if (typeof value === "string" && value.trim() !== "" && isPath(inner.at(-1) ?? "", value)) {
      found.push({ kind, setting: [...keys, ...inner].join("."), given: value });
    }
    return true;
  });
  return found;
}

const pathKey = /(dir|directory|path|file|folder|root|location)$/i;

function pluginPlaces(config: JsonObject): NamedPlace[] {
  const load = at(config, "plugins", "load", "paths");
  const paths = Array.isArray(load) ? load.map(String) : [];
  return [
    ...paths.map(
      (given, index): NamedPlace => ({ kind: "plugin", setting: `plugins.load.paths.${index}`, given }),
    ),
    ...below(
      config,
      ["plugins", "entries"],
      "plugin",
      (key, value) => pathKey.test(key) && /^(~|\/|\.\.?\/)/.test(value),
    ),
  ];
}

function sandboxBinds(config: JsonObject): NamedPlace[] {
  const owners = [
    ["agents.defaults", at(config, "agents", "defaults")] as const,
    ...agentsOf(config).map(({ id, entry }) => [`agent ${id}`, entry] as const),
  ];
  return owners.flatMap(([owner, entry]) =>
    ["docker", "browser"].flatMap((part) => {
      const binds = at(entry, "sandbox", part, "binds");
      return (Array.isArray(binds) ? binds : []).map(
        (bind): NamedPlace => ({
          kind: "sandbox-bind",
          setting: `${owner} sandbox.${part}.binds`,
          given: String(bind).split(":")[0] ?? "",
        }),
      );
    }),
  );
}

function ofProcess(view: TenantView): NamedPlace[] {
  const { gateway } = view;
  if (gateway === null || gateway.displaced !== null) return [];
  // What is left out is told among the processes.
  const browsers = gateway.processes.slice(0, mostProcesses).flatMap(({ commandLine }) =>
    (commandLine() ?? []).flatMap((argument): NamedPlace[] => {
      const given = /^--user-data-dir=(\/.*)$/.exec(argument)?.[1];
      return given === undefined
        ? []
        : [{ kind: "browser-data", setting: "user data of a running browser", given }];
    }),
  );
  const written = gateway.writtenFiles.filter((file) => !isResidue(view, file));
  return [
    ...browsers,
    ...written.map(
      (given): NamedPlace => ({
        kind: /\.log(\.\d+)?$/.test(given) ? "log" : "open-file",
        setting: `open file of ${gateway.name}`,
        given,
      }),
    ),
  ];
}

/** What OpenClaw itself leaves in the host's temporary directory, in places of the tenant's own user. */
function isResidue(view: TenantView, file: string): boolean {
  if (isInside(file, view.root)) return true;
  // In a view of the host of its own, the temporary directories are the tenant's own too.
  const isOwnTemporary = ["/tmp", "/var/tmp", "/dev/shm"].some((place) => isInside(file, place));
  if (isOwnTemporary && (view.gateway?.hasOwnMounts ?? false)) return true;
  const { uid } = view.record;
  return [
    `/tmp/openclaw-${uid}`,
    `/tmp/openclaw-state-locks-${uid}`,
    `/tmp/.openclaw-terminal-staging-${uid}`,
  ].some((place) => isInside(path.normalize(file), place));
}
