import { at, isObject, type JsonObject, textAt } from "#agent/system/json-value.ts";

export type BrowserProfile = {
  readonly name: string;
  readonly profile: JsonObject;
  readonly driver: string | null;
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
      return { name, profile, driver: textAt(profile, "driver"), isBuiltIn };
    });
}
