import { createHash } from "node:crypto";
import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { readBytesInside } from "#agent/files/open-inside.ts";
import { realPlace, rebaseInto } from "#agent/files/real-place.ts";
import { readerOf } from "#agent/reader/tenant-reader.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { isObject, type JsonObject } from "#agent/system/json-value.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { shapeProblem } from "./config-shape.ts";
import { isOwnText } from "./config-store.ts";
import { withDotenv } from "./config-variables.ts";
import { followIncludes, type Include, wholeHash } from "./follow-includes.ts";
import { readDotenv } from "./read-dotenv.ts";

/** The configuration that a Gateway uses, as it lies on disk. */
export type ConfigReading =
  | {
      readonly isReadable: true;
      readonly config: JsonObject;
      readonly hash: string;
      /** Of the file and everything that it includes. */
      readonly wholeHash: string;
      readonly modifiedAt: Date;
      readonly includes: readonly Include[];
    }
  | {
      readonly isReadable: false;
      readonly reason: string;
      readonly isInvalid: boolean;
      readonly hash: string | null;
      readonly wholeHash: string | null;
      /** Files that it includes, where that is why it can't be read. */
      readonly includes: readonly Include[];
    };

/** What a text is as a configuration, without what it includes. */
export type ParsedConfig =
  | { readonly config: JsonObject }
  | { readonly reason: string; readonly isInvalid: boolean };

/** OpenClaw has no limit here; for what a configuration includes it has this one. */
export const maxConfigBytes = 2 * 1024 * 1024;

/** The one that Bulkhead writes, whatever the Gateway says that it reads. */
export async function readOwnConfig(context: AgentContext, tenant: TenantRecord): Promise<ConfigReading> {
  const { layout } = tenant;
  const { root, place } = await realPlace(layout, layout.configFile);
  const dotenv = await readDotenv(context, tenant, root, path.join(layout.state, ".env"));
  const variables = withDotenv({}, dotenv.status === "ok" ? [dotenv.value] : []);
  return readConfig(context, tenant, root, place, includeRoots(tenant, root, variables));
}

/** Where its Gateway follows includes to besides the configuration's own directory, as real paths. */
export function includeRoots(
  { layout }: TenantRecord,
  root: string,
  { OPENCLAW_INCLUDE_ROOTS: given = "", HOME: home = layout.home }: Readonly<Record<string, string>>,
): string[] {
  return given
    .split(path.delimiter)
    .map((entry) => entry.trim().replace(/^~(?=\/|$)/, home))
    .filter(path.isAbsolute)
    .map((entry) => rebaseInto(root, layout.tree, path.resolve(entry)));
}

/**
 * The configuration with what it includes, each text as it is written there.
 *
 * @param root real path of the tenant's tree; nothing outside it is read
 * @param alsoIn real paths of directories that includes may lie in besides its own
 */
export async function readConfig(
  context: AgentContext,
  tenant: TenantRecord,
  root: string,
  file: string,
  alsoIn: readonly string[] = [],
): Promise<ConfigReading> {
  const inside = await readBytesInside(root, file, maxConfigBytes);
  if (inside.status === "missing") return unreadable(`The configuration ${file} does not exist.`);
  if (inside.status === "refused") return unreadable(`The configuration was not read: ${inside.reason}.`);
  const hash = createHash("sha256").update(inside.value).digest("hex");
  const parsed = await parseConfig(context, tenant, inside.value.toString("utf8"), file);
  if ("reason" in parsed) {
    const reason = withConsequence(parsed);
    return { isReadable: false, isInvalid: parsed.isInvalid, reason, hash, wholeHash: hash, includes: [] };
  }
  const places = { root, tree: tenant.layout.tree, alsoIn };
  const whole = await followIncludes(readerOf(context, tenant), places, file, parsed.config);
  if (whole.problem !== null) {
    const { problem, isInvalid, includes } = whole;
    const all = wholeHash(hash, includes);
    const reason = withConsequence({ reason: problem, isInvalid });
    return { isReadable: false, isInvalid, reason, hash, wholeHash: all, includes };
  }
  const { config, includes } = whole;
  const modifiedAt = inside.stat.mtime;
  return { isReadable: true, config, hash, wholeHash: wholeHash(hash, includes), modifiedAt, includes };
}

/**
 * Reads the text as OpenClaw does; `$include` stays where it stands. What the
 * agent itself wrote last is plain JSON of its own making; anything else is
 * parsed by the tenant's reader.
 *
 * @param file where it lies, to be named when it can't be read in time
 */
export async function parseConfig(
  context: AgentContext,
  tenant: TenantRecord,
  text: string,
  file = "",
): Promise<ParsedConfig> {
  const own = (await isOwnText(context, tenant.slug, text)) ? parseOrNull(text) : null;
  if (isObject(own) && shapeProblem(own) === null) return { config: own };
  const reading = await readerOf(context, tenant).config(text);
  if ("problem" in reading) {
    const { problem, isInvalid } = reading;
    if (!isInvalid) return { reason: `The configuration ${file} ${problem}.`.replace("  ", " "), isInvalid };
    const reason = `The configuration ${problem.replace(/^was not read: it /, "")}.`;
    return { reason, isInvalid: reading.isLimit !== true };
  }
  if (!isObject(reading.value)) return { reason: "The configuration is not an object.", isInvalid: true };
  const shape = shapeProblem(reading.value);
  // The agent's own limits: OpenClaw may well take it.
  if (shape !== null) return { reason: `The configuration ${shape}.`, isInvalid: false };
  return { config: reading.value };
}

/** What OpenClaw refuses keeps a Gateway from starting. */
function withConsequence({ reason, isInvalid }: { reason: string; isInvalid: boolean }): string {
  return isInvalid ? `${reason} The Gateway won't start with it, or runs on with an older one.` : reason;
}

function unreadable(reason: string): ConfigReading {
  return { isReadable: false, reason, isInvalid: false, hash: null, wholeHash: null, includes: [] };
}
