import { isObject } from "#agent/system/json-value.ts";

/** What OpenClaw shows in the place of a secret and of where it lies. */
const redacted = "__OPENCLAW_REDACTED__";

/** True when a configuration that OpenClaw shows is this one, as far as it doesn't hide it. */
export function isShownConfig(shown: unknown, config: unknown): boolean {
  if (shown === redacted) return true;
  if (Array.isArray(shown) && Array.isArray(config)) {
    return (
      shown.length === config.length && shown.every((value, index) => isShownConfig(value, config[index]))
    );
  }
  if (isObject(shown) && isObject(config)) {
    const keys = Object.keys(shown);
    return (
      keys.length === Object.keys(config).length &&
      keys.every((key) => Object.hasOwn(config, key) && isShownConfig(shown[key], config[key]))
    );
  }
  return shown === config;
}
