import path from "node:path";
import { withConfigVariables, withDotenv } from "#agent/config-file/config-variables.ts";
import { type ConfigReading, includeRoots, readConfig } from "#agent/config-file/read-config.ts";
import { readDotenv } from "#agent/config-file/read-dotenv.ts";
import { type MissingVariable, substituteVariables } from "#agent/config-file/substitute-variables.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { isInside } from "#agent/files/inspect-place.ts";
import { statUnlinked } from "#agent/files/open-unlinked.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import { type JsonObject, textAt } from "#agent/system/json-value.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { keepSecretsOut } from "./secret-variables.ts";

type Variables = Readonly<Record<string, string>>;

/** A configuration as its Gateway has it in mind. */
export type EffectiveConfig =
  | (Extract<ConfigReading, { isReadable: true }> & {
      /** As it is written, with its includes: which variable a setting comes from stands there. */
      readonly written: JsonObject;
      /** Settings whose value depends on a variable that could not be seen; `config` still names it there. */
      readonly unknown: readonly MissingVariable[];
    })
  | Extract<ConfigReading, { isReadable: false }>;

export type EffectiveReading = {
  readonly config: EffectiveConfig;
  /** Variables that the Gateway has, as far as they are known. */
  readonly variables: Variables;
  /** Why it is not known what dotenv files add to them; null when it is. */
  readonly unknownVariables: string | null;
};

export type GatewayPlaces = {
  /** Real path of the tenant's tree. */
  readonly root: string;
  readonly configFile: string;
  readonly stateDirectory: string;
  readonly workingDirectory: string;
  /** Since when the Gateway runs; null where it doesn't. */
  readonly runningSince: Date | null;
};

/** A Gateway has read its variables no sooner than this after its start. */
const leastStartMs = 1000;

/**
 * Reads a configuration as OpenClaw loads it: includes first, then variables in
 * every text. A variable comes from the process, else from a dotenv file, else
 * from the configuration itself.
 */
export async function readEffectiveConfig(
  context: AgentContext,
  record: TenantRecord,
  process: Variables,
  places: GatewayPlaces,
): Promise<EffectiveReading> {
  const { root, configFile } = places;
  const {
    problem: unknownVariables,
    files,
    isCertain,
  } = await readDotenvFiles(context, record, process, places);
  /** Without those over which another one may win that could not be seen. */
  const certain = (variables: Variables) =>
    Object.fromEntries(Object.entries(variables).filter(([name]) => isCertain(name)));
  const fromFiles = certain(withDotenv(process, files));
  const alsoIn = includeRoots(record, root, fromFiles);
  const reading = await readConfig(context, record, root, configFile, alsoIn);
  if (!reading.isReadable) return { config: reading, variables: fromFiles, unknownVariables };
  const variables = certain(withConfigVariables(fromFiles, reading.config));
  const isHidden = keepSecretsOut(reading.config, variables);
  const substituted = substituteVariables(reading.config, variables, isHidden);
  if (substituted.problem !== null) {
    const { hash, wholeHash, includes } = reading;
    const reason = `The configuration ${substituted.problem}, so it was not looked at.`;
    const config = { isReadable: false, isInvalid: false, reason, hash, wholeHash, includes } as const;
    return { config, variables, unknownVariables };
  }
  const { config, missing } = substituted;
  const unknown = missing.filter((each) => !isBesideAddress(each, config));
  return { config: { ...reading, config, written: reading.config, unknown }, variables, unknownVariables };
}

/** An address is known without what an account shows there: what stands before "@", or after "?". */
function isBesideAddress({ setting, name, isHidden }: MissingVariable, config: JsonObject): boolean {
  const text = textAt(config, ...setting.split("."));
  if (!isHidden || text === null || !/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return false;
  const address = text.replace(/[?#].*$/s, "").replace(/^([^/]*\/\/)[^/]*@/, "$1");
  return !address.includes(`\${${name}}`);
}

/** The files that OpenClaw reads variables of, and which variables are certain all the same when one was not read. */
async function readDotenvFiles(
  context: AgentContext,
  record: TenantRecord,
  process: Variables,
  { root, configFile, stateDirectory, workingDirectory, runningSince }: GatewayPlaces,
) {
  const inTree = (file: string) => rebaseInto(root, record.layout.tree, file);
  /** Its change time, because anybody sets the other one. */
  const read = async (file: string) => {
    const inside = await readDotenv(context, record, root, file);
    if (inside.status !== "ok" || runningSince === null) return inside;
    const isLater = inside.stat.ctimeMs > runningSince.getTime() + leastStartMs;
    const reason = `${file} was changed after the Gateway started, which has what it held before; restart it`;
    return isLater ? ({ status: "refused", reason } as const) : inside;
  };
  const home = process.OPENCLAW_HOME || process.HOME || record.layout.home;
  const isGiven = process.OPENCLAW_STATE_DIR !== undefined;
  const usesDefault = !isGiven || inTree(path.join(home, ".openclaw")) === stateDirectory;
  const besideConfig =
    !isGiven && process.OPENCLAW_CONFIG_PATH ? path.join(path.dirname(configFile), ".env") : null;
  const startFile = inTree(path.join(workingDirectory, ".env"));
  const [atStart, inState, atConfig, ofService] = await Promise.all([
    isInside(startFile, root) ? read(startFile) : readOutside(startFile),
    read(path.join(stateDirectory, ".env")),
    besideConfig === null ? null : read(besideConfig),
    usesDefault ? read(inTree(path.join(home, ".config", "openclaw", "gateway.env"))) : null,
  ]);
  const files = [inState, atConfig, ofService].flatMap((each) => (each?.status === "ok" ? [each.value] : []));
  const refused = [atStart, inState, atConfig, ofService].find((each) => each?.status === "refused");
  // Of the file where it starts OpenClaw leaves out names by long lists of its own.
  const mayWin = new Set(atStart.status === "ok" ? atStart.value.map(([name]) => name) : []);
  return {
    problem: refused?.status === "refused" ? refused.reason : null,
    files,
    isCertain: (name: string) => Object.hasOwn(process, name) || (refused === undefined && !mayWin.has(name)),
  };
}

async function readOutside(file: string) {
  if ((await statUnlinked(file)) === null) return { status: "missing" } as const;
  return { status: "refused", reason: `${file} lies outside the tenant's tree` } as const;
}
