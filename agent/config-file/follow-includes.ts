import { createHash } from "node:crypto";
import path from "node:path";
import { isInside } from "#agent/files/inspect-place.ts";
import { readInside } from "#agent/files/open-inside.ts";
import type { TenantReader } from "#agent/reader/tenant-reader.ts";
import { isObject, type JsonObject, walk } from "#agent/system/json-value.ts";
import { shapeProblem } from "./config-shape.ts";

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
  | { readonly problem: string; readonly includes: readonly Include[] };

const maxIncludes = 30;
const maxDepth = 10;

/**
 * One hash for a configuration and the files that it includes, so that a change
 * in any of them shows: the file's own where it includes none.
 */
export function wholeHash(hash: string, includes: readonly Include[]): string {
  if (includes.length === 0) return hash;
  const parts = [hash, ...includes.map((each) => `${each.file} ${each.hash}`).sort()];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}

function hasInclude(config: JsonObject): boolean {
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
 */
export async function followIncludes(
  reader: TenantReader,
  root: string,
  file: string,
  config: JsonObject,
): Promise<Whole> {
  const includes: Include[] = [];
  if (!hasInclude(config)) return { problem: null, config, includes };
  try {
    const whole = await resolve(config, file, [], 0);
    if (!isObject(whole)) return { problem: "The configuration is not an object.", includes };
    const shape = shapeProblem(whole);
    if (shape !== null) return { problem: `The configuration, with what it includes, ${shape}.`, includes };
    return { problem: null, config: whole, includes };
  } catch (error) {
    if (error instanceof IncludeProblem) return { problem: error.message, includes };
    throw error;
  }

  async function resolve(
    value: unknown,
    from: string,
    keys: readonly string[],
    depth: number,
  ): Promise<unknown> {
    if (Array.isArray(value)) {
      return Promise.all(value.map((each, index) => resolve(each, from, [...keys, String(index)], depth)));
    }
    if (!isObject(value)) return value;
    const entries: [string, unknown][] = [];
    for (const [key, inner] of Object.entries(value)) {
      if (key !== "$include") entries.push([key, await resolve(inner, from, [...keys, key], depth)]);
    }
    const own = Object.fromEntries(entries);
    if (!Object.hasOwn(value, "$include")) return own;
    let merged: unknown = {};
    for (const given of givenFiles(value.$include)) {
      merged = merge(merged, await readIncluded(given, from, keys, depth));
    }
    return entries.length === 0 ? merged : merge(merged, own);
  }

  async function readIncluded(given: string, from: string, keys: readonly string[], depth: number) {
    const target = path.resolve(path.dirname(from), given.replaceAll("\0", ""));
    const include = { setting: [...keys, "$include"].join("."), given, file: target };
    const at = includes.push({ ...include, hash: null }) - 1;
    if (includes.length > maxIncludes || depth >= maxDepth) {
      throw new IncludeProblem("The configuration includes too many files ($include).");
    }
    if (!isInside(target, root)) {
      throw new IncludeProblem(
        `The configuration includes ${target} ($include), which was not followed: it lies outside the tenant's tree.`,
      );
    }
    const inside = await readInside(root, target);
    if (inside.status !== "ok") {
      const reason = inside.status === "missing" ? "it does not exist" : inside.reason;
      throw new IncludeProblem(
        `The configuration includes ${target} ($include), which was not read: ${reason}.`,
      );
    }
    includes[at] = { ...include, hash: createHash("sha256").update(inside.value).digest("hex") };
    return resolve(await parse(inside.value, target), target, keys, depth + 1);
  }

  async function parse(text: string, from: string): Promise<unknown> {
    const reading = await reader.config(text);
    const what = `The configuration includes ${from} ($include), which`;
    if ("problem" in reading) {
      const { problem, isInvalid } = reading;
      throw new IncludeProblem(`${what} ${isInvalid ? problem.replace(/^was not read: it /, "") : problem}.`);
    }
    const { value } = reading;
    const shape = typeof value === "object" && value !== null ? shapeProblem(value) : null;
    if (shape !== null) throw new IncludeProblem(`${what} ${shape}.`);
    return value;
  }
}

class IncludeProblem extends Error {}

function givenFiles(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.every((each): each is string => typeof each === "string")) return list;
  throw new IncludeProblem("The configuration has an $include that names no file.");
}

function merge(under: unknown, over: unknown): unknown {
  if (Array.isArray(under) && Array.isArray(over)) return [...under, ...over];
  if (!isObject(under) || !isObject(over)) return over;
  // As entries: a key such as "__proto__" is one like any other.
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    merged.set(key, Object.hasOwn(under, key) ? merge(under[key], value) : value);
  }
  return Object.fromEntries(merged);
}
