import { at, type JsonObject, walk } from "#agent/system/json-value.ts";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";
import { effectivePort } from "./own-listeners.ts";
import type { TenantView } from "./tenant-view.ts";

/** The ports that its configuration gives the Gateway and its browser. */
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
