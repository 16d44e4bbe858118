import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";
import { endpointOf } from "../items/browser-profile.ts";
import { at, isObject, type JsonObject, textAt, walk } from "../json-value.ts";
import { effectivePort } from "../own-listeners.ts";
import { substitute } from "../resolve-user-path.ts";
import type { TenantView } from "../tenant-view.ts";

export function viewBrowser(view: TenantView, config: JsonObject): ConfigurationView["browser"] {
  const browser = at(config, "browser");
  const named = at(browser, "profiles");
  const profiles = [["default", browser] as const, ...Object.entries(isObject(named) ? named : {})];
  return {
    // OpenClaw's browser is on unless it is switched off by name.
    isOn: at(browser, "enabled") !== false,
    profiles: profiles.map(([name, profile]) => {
      const address = textAt(profile, "cdpUrl");
      return {
        name,
        driver: textAt(profile, "driver"),
        attachesOnly: at(profile, "attachOnly") === true,
        endpoint: address === null ? null : endpointOf(substitute(address, view.surroundings.env)),
      };
    }),
  };
}

export function viewPorts(view: TenantView, config: JsonObject): ConfigurationView["ports"] {
  const pinned: ConfigurationView["ports"]["pinned"] = [];
  walk(at(config, "browser"), (value, keys) => {
    if (/^(cdp|control|relay)Port$/.test(keys.at(-1) ?? "") && Number.isInteger(value)) {
      pinned.push({ setting: ["browser", ...keys].join("."), port: Number(value) });
    }
    return true;
  });
  return { base: effectivePort(view), reserved: view.record.basePort, pinned };
}

export function viewGateway(config: JsonObject): ConfigurationView["gateway"] {
  const endpoints = at(config, "gateway", "http", "endpoints");
  const hooks = at(config, "hooks");
  return {
    authMode: textAt(config, "gateway", "auth", "mode") ?? "token",
    openAiEndpoints: Object.entries(isObject(endpoints) ? endpoints : {})
      .filter(([, endpoint]) => at(endpoint, "enabled") === true)
      .map(([name]) => name),
    namedOperators: namedOperators(config),
    hooksPickSession: at(hooks, "enabled") === true && at(hooks, "allowRequestSessionKey") === true,
  };
}

function namedOperators(config: JsonObject): number | null {
  const auth = at(config, "gateway", "auth");
  const scopes = at(auth, "identityScopes");
  const users = at(auth, "trustedProxy", "allowUsers");
  const listed = Array.isArray(users) ? users.map(String) : [];
  if (textAt(auth, "mode") === "trusted-proxy" && listed.length === 0) return null;
  return new Set([...(isObject(scopes) ? Object.keys(scopes) : []), ...listed]).size;
}

export function viewSession(config: JsonObject): ConfigurationView["session"] {
  return {
    dmScope: textAt(config, "session", "dmScope") ?? "main",
    visibility: textAt(config, "tools", "sessions", "visibility") ?? "all",
  };
}
