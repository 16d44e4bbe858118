import { at, isObject, type JsonObject } from "#agent/system/json-value.ts";
import { variablesOf } from "./substitute-variables.ts";

type Variables = Readonly<Record<string, string>>;
type Pairs = readonly (readonly [name: string, value: string])[];

const portableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What a configuration cannot set: it would change who may write it, or where it is looked for. */
const notFromConfig: readonly string[] = [
  "OPENCLAW_ALLOW_OLDER_BINARY_DESTRUCTIVE_ACTIONS",
  "OPENCLAW_INCLUDE_ROOTS",
  "OPENCLAW_CONFIG_READONLY",
];

/**
 * The variables of a Gateway's process with what dotenv files add: the process's
 * own win, an empty one too; then an earlier file over a later one.
 *
 * @param files each in full, in the order in which OpenClaw reads them
 */
export function withDotenv(process: Variables, files: readonly Pairs[]): Record<string, string> {
  const variables: Record<string, string> = { ...process };
  for (const pairs of files) {
    for (const [name, value] of pairs) {
      if (portableName.test(name) && !Object.hasOwn(variables, name)) variables[name] = value;
    }
  }
  return withAliases(variables);
}

/**
 * The variables with what the configuration itself sets (`env.vars`, and
 * `env.NAME` over it): only where there is none, or an empty one, and only
 * values that refer to no variable themselves.
 *
 * @param config with its includes, before any variable is put in its place
 */
export function withConfigVariables(variables: Variables, config: JsonObject): Record<string, string> {
  const set = { ...variables };
  for (const [name, value] of Object.entries(variablesInConfig(config))) {
    if ((set[name] ?? "").trim() === "") set[name] = value;
  }
  return withAliases(set);
}

function variablesInConfig(config: JsonObject): Record<string, string> {
  const env = at(config, "env");
  const vars = at(env, "vars");
  const given = [...Object.entries(isObject(vars) ? vars : {}), ...Object.entries(isObject(env) ? env : {})];
  const found: Record<string, string> = {};
  for (const [key, value] of given) {
    const name = key.trim();
    if (!portableName.test(name) || notFromConfig.includes(name.toUpperCase())) continue;
    if (name === "shellEnv" || name === "vars") continue;
    if (typeof value === "string" && value.trim() !== "" && variablesOf(value).length === 0)
      found[name] = value;
  }
  return found;
}

/** OpenClaw takes one provider's older name for its newer one. */
function withAliases(variables: Record<string, string>): Record<string, string> {
  const { ZAI_API_KEY: now = "", Z_AI_API_KEY: before = "" } = variables;
  return now.trim() === "" && before.trim() !== "" ? { ...variables, ZAI_API_KEY: before } : variables;
}
