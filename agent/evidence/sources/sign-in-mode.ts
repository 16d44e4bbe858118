import { at, type JsonObject, textAt } from "#agent/system/json-value.ts";

/** How a Gateway lets people in. OpenClaw takes a password for the way where nothing is said and there is one. */
export function signInMode(config: JsonObject, variables: Readonly<Record<string, string>> = {}): string {
  const auth = at(config, "gateway", "auth");
  const hasPassword =
    at(auth, "password") !== undefined || (variables.OPENCLAW_GATEWAY_PASSWORD ?? "") !== "";
  return textAt(auth, "mode") ?? (hasPassword ? "password" : "token");
}
