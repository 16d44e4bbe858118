/** A value of a configuration whose shape is not known beforehand. */
export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; undefined where the path leaves the objects. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => {
    return isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
  }, value);
}

/** The text at a path of keys, trimmed; null when there is none. */
export function textAt(value: unknown, ...keys: readonly string[]): string | null {
  const found = at(value, ...keys);
  return typeof found === "string" && found.trim() !== "" ? found.trim() : null;
}

/** Calls `visit` for every value below, with its path of keys. Returning false leaves out what lies below. */
export function walk(
  value: unknown,
  visit: (value: unknown, path: readonly string[]) => boolean,
  path: readonly string[] = [],
): void {
  if (!visit(value, path) || typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) walk(inner, visit, [...path, key]);
}
