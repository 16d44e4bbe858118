import { isInside } from "#agent/files/inspect-place.ts";
import { at, isObject, type JsonObject, textAt } from "#agent/system/json-value.ts";

import type { TenantView } from "./tenant-view.ts";

export type BrowserProfile = {
  readonly name: string;
  readonly profile: JsonObject;
  readonly driver: string | null;
  /** Where the browser is that it drives; null for one of the Gateway's own. */
  readonly address: string | null;
  /** OpenClaw has it although the configuration says nothing of it. */
  readonly isBuiltIn: boolean;
};

/** The managed browser; the browser that a person has open; one that is driven through an extension. */
const builtIn: Readonly<Record<string, JsonObject>> = {
  openclaw: {},
  user: { driver: "existing-session", attachOnly: true },
  chrome: { driver: "extension" },
};

/** Every browser profile that an agent may name, those among them that stand in no configuration. */
export function browserProfiles(config: JsonObject): BrowserProfile[] {
  const given = at(config, "browser", "profiles");
  const named = isObject(given) ? Object.entries(given) : [];
  const missing = Object.entries(builtIn).filter(([name]) => !at(given, name));
  return [
    ...named.map((each) => ({ each, isBuiltIn: false })),
    ...missing.map((each) => ({ each, isBuiltIn: true })),
  ]
    .filter(({ each: [name], isBuiltIn }) => isBuiltIn || at(given, name))
    .map(({ each: [name, value], isBuiltIn }) => {
      const profile = isObject(value) ? value : {};
      const driver = textAt(profile, "driver");
      return { name, profile, driver, address: addressOf(config, profile, driver), isBuiltIn };
    });
}

/**
 * Every profile that stands in the configuration; of OpenClaw's own that one
 * which is used where nothing else is asked for, and the one that takes a
 * person's browser where the Gateway's home is not the tenant's own.
 */
export function drivenProfiles(
  { surroundings, layout }: Pick<TenantView, "surroundings" | "layout">,
  config: JsonObject,
): BrowserProfile[] {
  const used = textAt(config, "browser", "defaultProfile");
  const home = surroundings.env.HOME;
  const hasOwnHome = home === undefined || isInside(home, layout.tree);
  return browserProfiles(config).filter(({ name, isBuiltIn, driver }) => {
    if (!isBuiltIn) return true;
    return name === used || (driver === "existing-session" && !hasOwnHome);
  });
}

/** A profile that names a port alone is on the host that `browser.cdpUrl` names. */
function addressOf(config: JsonObject, profile: JsonObject, driver: string | null): string | null {
  const own = textAt(profile, "cdpUrl");
  const shared = textAt(config, "browser", "cdpUrl");
  if (own !== null || shared === null || driver !== null) return own;
  const url = URL.parse(shared);
  const port = at(profile, "cdpPort");
  if (url === null || !Number.isInteger(port)) return null;
  url.port = String(port);
  return url.href;
}
