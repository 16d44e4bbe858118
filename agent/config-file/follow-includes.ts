import { createHash } from "node:crypto";
import { lstat } from "node:fs/promises";
import path from "node:path";
import { isInside } from "#agent/files/inspect-place.ts";
import { lookInside, readInside } from "#agent/files/open-inside.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import type { TenantReader } from "#agent/reader/tenant-reader.ts";
import { isObject, type JsonObject, walk } from "#agent/system/json-value.ts";
import { maxValues, shapeProblem, valuesIn } from "./config-shape.ts";
import { mergeConfig } from "./merge-config.ts";

/** A file that a configuration names with `$include`, whether it was read or not. */
export type Include = {
  readonly setting: string;
  readonly given: string;
  readonly file: string;
  /** SHA-256 of what was read; null where it was not. */
  readonly hash: string | null;
};

type Whole =
  | { readonly problem: null; readonly config: JsonObject; readonly includes: readonly Include[] }
  | {
      readonly problem: string;
      /** OpenClaw takes no such configuration, so a Gateway will not start with it. */
      readonly isInvalid: boolean;
      readonly includes: readonly Include[];
    };

/** Where a configuration's includes may lie. All paths real. */
export type IncludePlaces = {
  /** The tenant's tree; nothing outside it is read. */
  readonly root: string;
  /** The same tree as the tenant's own settings name it. */
  readonly tree: string;
  /** Where they may lie besides the configuration's own directory (`OPENCLAW_INCLUDE_ROOTS`). */
  readonly alsoIn: readonly string[];
};

/** OpenClaw's own limits of depth and of a file's size. */
const maxDepth = 10;
const maxFileBytes = 2 * 1024 * 1024;
const maxPathLength = 4096;
/** OpenClaw counts neither files nor values. Without a limit a few files that include each other fill any memory. */
const mostIncludes = 2000;

/**
 * One hash for a configuration and the files that it includes, so that a change
 * in any of them shows: the file's own where it includes none.
 */
export function wholeHash(hash: string, includes: readonly Include[]): string {
  if (includes.length === 0) return hash;
  const parts = [hash, ...includes.map((each) => `${each.file} ${each.hash}`).sort()];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}

/** True where a configuration names other files to be put into it. */
export function hasInclude(config: JsonObject): boolean {
  let isFound = false;
  walk(config, (_, keys) => {
    isFound ||= keys.at(-1) === "$include";
    return !isFound;
  });
  return isFound;
}

/**
 * Puts included files in their places as OpenClaw does: a later file over an
 * earlier one, and the keys beside `$include` over both. A file outside the
 * tenant's own tree is named and not read.
 *
 * @param file the configuration's real path
 */
export async function followIncludes(
  reader: TenantReader,
  places: IncludePlaces,
  file: string,
  config: JsonObject,
): Promise<Whole> {
  const includes: Include[] = [];
  if (!hasInclude(config)) return { problem: null, config, includes };
  const read = new Map<string, unknown>();
  let values = 0;
  try {
    const whole = await resolve(config, [file], []);
    if (!isObject(whole)) throw new IncludeProblem("The configuration is not an object.", true);
    const shape = shapeProblem(whole);
    if (shape !== null)
      throw new IncludeProblem(`The configuration, with what it includes, ${shape}.`, false);
    return { problem: null, config: whole, includes };
  } catch (error) {
    if (!(error instanceof IncludeProblem)) throw error;
    return { problem: error.message, isInvalid: error.isRefused, includes };
  }

  /** @param chain the files that led here, the one that the value stands in last */
  async function resolve(
    value: unknown,
    chain: readonly string[],
    keys: readonly string[],
  ): Promise<unknown> {
    if (Array.isArray(value)) {
      const list: unknown[] = [];
      for (const [index, each] of value.entries())
        list.push(await resolve(each, chain, [...keys, String(index)]));
      return list;
    }
    if (!isObject(value)) return value;
    const hasOwn = Object.hasOwn(value, "$include");
    const included = hasOwn ? await includedIn(value.$include, chain, keys) : undefined;
    const entries: [string, unknown][] = [];
    for (const [key, inner] of Object.entries(value)) {
      if (key === "$include" || key === "__proto__") continue;
      entries.push([key, await resolve(inner, chain, [...keys, key])]);
    }
    const own = Object.fromEntries(entries);
    if (!hasOwn) return own;
    if (entries.length === 0) return included;
    if (!isObject(included)) {
      throw new IncludeProblem(
        `The configuration has settings beside ${settingOf(keys)} whose file holds no settings.`,
        true,
      );
    }
    return mergeConfig(included, own);
  }

  async function includedIn(
    value: unknown,
    chain: readonly string[],
    keys: readonly string[],
  ): Promise<unknown> {
    if (typeof value === "string") return readIncluded(value, chain, keys);
    const isList = Array.isArray(value) && value.every((each) => typeof each === "string");
    if (!isList) throw new IncludeProblem(`The configuration has an $include that names no file.`, true);
    let merged: unknown = {};
    for (const given of value) merged = mergeConfig(merged, await readIncluded(given, chain, keys));
    return merged;
  }

  async function readIncluded(given: string, chain: readonly string[], keys: readonly string[]) {
    const from = chain.at(-1) ?? file;
    const bare = given.replaceAll("\0", "").slice(0, maxPathLength);
    const target = rebaseInto(places.root, places.tree, path.resolve(path.dirname(from), bare));
    const include = { setting: settingOf(keys), given, file: target };
    const at = includes.push({ ...include, hash: null }) - 1;
    const what = await namedAs(include, places.root);
    if (bare !== given || target.length >= maxPathLength)
      throw new IncludeProblem(`${what} is no path that OpenClaw follows.`, true);
    if (!isInside(target, places.root))
      throw new IncludeProblem(`${what} was not followed: it lies outside the tenant's tree.`, false);
    const allowed = [path.dirname(file), ...places.alsoIn];
    if (!allowed.some((directory) => isInside(target, directory)))
      throw new IncludeProblem(`${what} lies outside the configuration's directory.`, true);
    if (chain.includes(target)) {
      const circle = [...chain.slice(chain.indexOf(target)), target].join(" → ");
      throw new IncludeProblem(`The configuration includes itself ($include): ${circle}.`, true);
    }
    if (chain.length > maxDepth)
      throw new IncludeProblem(`${what} is more than ${maxDepth} files deep.`, true);
    if (includes.length > mostIncludes)
      throw new IncludeProblem(
        `The configuration includes more than ${mostIncludes} files ($include); the host agent follows no more.`,
        false,
      );
    if (!read.has(target)) read.set(target, await contentOf(target, at, include));
    else includes[at] = { ...include, hash: includes.find((each) => each.file === target)?.hash ?? null };
    const value = read.get(target);
    values += valuesIn(value);
    if (values > maxValues)
      throw new IncludeProblem(
        `The configuration, with what it includes, has more than ${maxValues} values; the host agent reads no more.`,
        false,
      );
    return resolve(value, [...chain, target], keys);
  }

  async function contentOf(target: string, at: number, include: Omit<Include, "hash">): Promise<unknown> {
    const inside = await readInside(places.root, target, maxFileBytes);
    if (inside.status !== "ok") {
      const isMissing = inside.status === "missing";
      const reason = isMissing ? "it does not exist" : inside.reason;
      throw new IncludeProblem(`${await namedAs(include, places.root)} was not read: ${reason}.`, isMissing);
    }
    includes[at] = { ...include, hash: createHash("sha256").update(inside.value).digest("hex") };
    return parse(inside.value, target);
  }

  async function parse(text: string, from: string): Promise<unknown> {
    const reading = await reader.config(text);
    const what = `The configuration includes ${from} ($include), which`;
    if ("problem" in reading) {
      const { problem, isInvalid } = reading;
      const words = isInvalid ? problem.replace(/^was not read: it /, "") : problem;
      throw new IncludeProblem(`${what} ${words}.`, isInvalid && reading.isLimit !== true);
    }
    const { value } = reading;
    const shape = typeof value === "object" && value !== null ? shapeProblem(value) : null;
    if (shape !== null) throw new IncludeProblem(`${what} ${shape}.`, false);
    return value;
  }
}

/** A file is named where there is one: what isn't there may be a secret in the wrong place. */
async function namedAs({ setting, file }: Omit<Include, "hash">, root: string): Promise<string> {
  const isThere = isInside(file, root)
    ? (await lookInside(root, file, Number.MAX_SAFE_INTEGER)).status !== "missing"
    : await lstat(file).then(
        () => true,
        () => false,
      );
  return isThere ? `The configuration includes ${file} ($include), which` : `The file that ${setting} names`;
}

/** `isRefused`: OpenClaw takes no such configuration either. */
class IncludeProblem extends Error {
  readonly isRefused: boolean;
  constructor(message: string, isRefused: boolean) {
    super(message);
    this.isRefused = isRefused;
  }
}

function settingOf(keys: readonly string[]): string {
  return [...keys, "$include"].join(".");
}
