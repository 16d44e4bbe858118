import { type ChannelKind, channelCatalogue } from "#lib/domain/channel/catalogue.ts";
import type { ModelSetting } from "#lib/domain/model/model-setting.ts";
import { defaultAddress, providerPresets } from "#lib/domain/model/provider-preset.ts";

/**
 * Where a model's key is sent, written so that two ways of writing one address
 * are equal and any other address differs: scheme, host, port and path count.
 */
export function modelAddress(setting: Pick<ModelSetting, "provider" | "api" | "baseUrl">): string {
  return canonicalAddress(modelBase(setting));
}

/** The address that a provider is asked at: the one entered, else the one that OpenClaw has for it. */
export function modelBase({ provider, api, baseUrl }: Pick<ModelSetting, "provider" | "api" | "baseUrl">) {
  const preset = Object.hasOwn(providerPresets, provider) ? providerPresets[provider] : undefined;
  return baseUrl ?? preset?.baseUrl ?? defaultAddress(api);
}

/**
 * Where a channel's secrets are sent, as far as its settings say: every setting
 * that names an address, with its value. Empty where the address is the
 * channel's own and nobody sets it.
 */
export function channelAddress(kind: ChannelKind, options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .filter(([key]) => isAddressSetting(kind, key))
    .map(
      ([key, value]) =>
        `${key}=${value
          .trim()
          .split(/[\s,]+/)
          .map(canonicalAddress)
          .sort()
          .join(",")}`,
    )
    .sort()
    .join(" ");
}

const access: readonly string[] = ["dmPolicy", "groupPolicy", "allowFrom", "groupAllowFrom"];

/** True when a channel's setting decides where its secrets go. Of a channel that OpenClaw doesn't describe, any may. */
export function isAddressSetting(kind: ChannelKind, key: string): boolean {
  if (channelCatalogue[kind].settings === null) return !access.includes(key);
  return namesAddress(key);
}

const addressWords: ReadonlySet<string> = new Set([
  ...["url", "urls", "uri", "root", "host", "hosts", "hostname", "homeserver", "server", "servers"],
  ...["relay", "relays", "endpoint", "endpoints", "domain", "address", "origin", "port", "tls", "ssl"],
  ...["proxy", "cloud", "base", "region", "remote"],
]);
/** Addresses that are shown to people; nothing is sent there. */
const shownAddresses: ReadonlySet<string> = new Set(["avatarUrl", "activityUrl"]);

/** True when the name of a setting says that its value is an address, or a part of one. */
export function namesAddress(key: string): boolean {
  if (shownAddresses.has(key)) return false;
  return key.split(/[._-]|(?<=[a-z0-9])(?=[A-Z])/).some((word) => addressWords.has(word.toLowerCase()));
}

/** One way of writing an address: lower case, no default port, no dot at the end of the host's name, no slash at the end of the path. */
function canonicalAddress(text: string): string {
  const trimmed = text.trim();
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) || !URL.canParse(trimmed)) {
    return withoutLastDot(trimmed.toLowerCase());
  }
  const url = new URL(trimmed);
  const user = url.username === "" && url.password === "" ? "" : `${url.username}:${url.password}@`;
  const port = url.port === "" ? "" : `:${url.port}`;
  const path = url.pathname.replace(/\/+$/, "");
  return `${url.protocol}//${user}${withoutLastDot(url.hostname)}${port}${path}${url.search}${url.hash}`;
}

/** A name of one part alone means something else with the dot: without it, a resolver may append a domain. */
function withoutLastDot(host: string): string {
  return /^[^.]+(?:\.[^.]+)+\.$/.test(host) ? host.slice(0, -1) : host;
}
