import { randomBytes } from "node:crypto";
import type { JsonObject } from "#agent/system/json-value.ts";

type Mutable = { [key: string]: Mutable | string };

/**
 * A configuration with a secret of its own at each of these settings.
 *
 * @param settings dotted, "*" for a name and "[]" for a list
 */
export function withCredentials(settings: readonly string[]): {
  config: JsonObject;
  /** Secrets by setting. */
  planted: ReadonlyMap<string, string>;
} {
  const config: Mutable = {};
  const planted = new Map<string, string>();
  for (const setting of settings) {
    const keys = setting.replaceAll("[]", ".0").replaceAll("*", "one").split(".");
    let inner = config;
    for (const key of keys.slice(0, -1)) {
      const next = inner[key] ?? {};
      if (typeof next === "string") throw new Error(`${setting} lies below another one`);
      inner[key] = next;
      inner = next;
    }
    const value = randomBytes(15).toString("base64url").replace(/[-_]/g, "x");
    inner[keys.at(-1) ?? ""] = value;
    planted.set(keys.join("."), value);
  }
  return { config, planted };
}
