import { Unreadable } from "./protocol.ts";

/** The secrets in a store of profiles: API keys, tokens, and of an OAuth sign-in the part that lasts. */
export function profilesOf(json: unknown): [name: string, secret: string][] {
  if (json === undefined || json === null) return [];
  const store = parse(String(json));
  const profiles = isObject(store) && isObject(store.profiles) ? store.profiles : null;
  if (profiles === null) throw new Unreadable("its store of sign-ins has an unknown shape");
  return Object.entries(profiles).flatMap(([name, profile]): [string, string][] => {
    if (!isObject(profile)) return [];
    const secret = [profile.key, profile.token, profile.refresh, profile.access].find(
      (value): value is string => typeof value === "string" && value !== "",
    );
    return secret === undefined ? [] : [[name, secret]];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable("its store of sign-ins is not valid JSON");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
