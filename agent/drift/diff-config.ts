import { isObject, type JsonObject } from "#agent/evidence/json-value.ts";

/** One setting that differs. A side that is left out doesn't have the setting. */
export type ConfigChange = {
  readonly path: readonly string[];
  readonly was?: unknown;
  readonly is?: unknown;
};

/** Every setting in which two configurations differ, sorted by path. Lists and single values are compared whole. */
export function diffConfig(was: JsonObject, is: JsonObject): ConfigChange[] {
  return diffValues(was, is, []).sort((a, b) => a.path.join(".").localeCompare(b.path.join(".")));
}

function diffValues(was: unknown, is: unknown, path: readonly string[]): ConfigChange[] {
  if (isSame(was, is)) return [];
  if (hasInside(was, is)) {
    const before: JsonObject = isObject(was) ? was : {};
    const after: JsonObject = isObject(is) ? is : {};
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => diffValues(own(before, key), own(after, key), [...path, key]));
  }
  return [{ path, ...(was !== undefined && { was }), ...(is !== undefined && { is }) }];
}

/** An object that comes or goes is told setting by setting, so that each can be masked and adopted by itself. */
function hasInside(was: unknown, is: unknown): boolean {
  if (isObject(was) && isObject(is)) return true;
  const one = was === undefined ? is : is === undefined ? was : null;
  return isObject(one) && Object.keys(one).length > 0;
}

/** Equal as configuration: the order of keys doesn't count. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.entries(value)
    .map(([key, inner]) => [key, sorted(inner)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function own(value: JsonObject, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
