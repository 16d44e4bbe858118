import { browserAccount, toldEndpoint } from "#agent/evidence/sources/browser-account.ts";
import { drivenProfiles } from "#agent/evidence/sources/browser-profiles.ts";
import { signInMode } from "#agent/evidence/sources/sign-in-mode.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { at, isObject, type JsonObject, textAt } from "#agent/system/json-value.ts";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";

const mostProfiles = 200;

export async function viewBrowser(
  view: TenantView,
  config: JsonObject,
): Promise<ConfigurationView["browser"]> {
  const browser = at(config, "browser");
  const profiles = [
    ["default", browser, textAt(browser, "cdpUrl")] as const,
    ...drivenProfiles(view, config).map(({ name, profile, address }) => [name, profile, address] as const),
  ];
  const seen = profiles.slice(0, mostProfiles).map(async ([name, profile, address]) => {
    const found = (address && (await view.host.names.endpointsOf(address))) || [];
    const [endpoint = null, ...alsoAt] = found.map((each) => toldEndpoint(view, address ?? "", each));
    const account = browserAccount(view, address ?? "", endpoint === null ? [] : [endpoint, ...alsoAt]);
    const driver = textAt(profile, "driver");
    return { name, driver, attachesOnly: at(profile, "attachOnly") === true, endpoint, alsoAt, account };
  });
  // OpenClaw's browser is on unless it is switched off by name.
  return { isOn: at(browser, "enabled") !== false, profiles: await Promise.all(seen) };
}

export function viewGateway(
  config: JsonObject,
  variables: Readonly<Record<string, string>> = {},
): ConfigurationView["gateway"] {
  const endpoints = at(config, "gateway", "http", "endpoints");
  const hooks = at(config, "hooks");
  return {
    authMode: signInMode(config, variables),
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
    visibility: visibilityOf(config),
    merging: mergingRoutes(config),
  };
}

/** How far session tools reach; between agents only where that is not switched off by name. */
function visibilityOf(config: JsonObject): string {
  const visibility = textAt(config, "tools", "sessions", "visibility") ?? "all";
  const isBlocked = at(config, "tools", "agentToAgent", "enabled") === false;
  return visibility === "all" && isBlocked ? "agent" : visibility;
}

/** Routes and groups that are led into an agent's main conversation although the general setting keeps them apart. */
function mergingRoutes(config: JsonObject): string[] {
  const list = at(config, "bindings");
  const own = (Array.isArray(list) ? list : []).flatMap((binding, index) =>
    ["dmScope", "groupScope"].flatMap((key) =>
      textAt(binding, "session", key) === "main" ? [`bindings.${index}.session.${key}`] : [],
    ),
  );
  const general = [
    ...(textAt(config, "session", "scope") === "global" ? ["session.scope"] : []),
    ...(textAt(config, "session", "groupScope") === "main" ? ["session.groupScope"] : []),
  ];
  return [...general, ...own].slice(0, 100);
}
