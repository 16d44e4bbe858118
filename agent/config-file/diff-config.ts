import { isObject, type JsonObject } from "#agent/system/json-value.ts";

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
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, index) => isSame(value, other[index]));
  if (!isObject(one) || !isObject(other)) return Object.is(one, other);
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}

function own(value: JsonObject, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
